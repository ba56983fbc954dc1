"""What an attack sees and which of its bounds break, and the main function of a script of attacks."""

import argparse
import sys
import time


class Bounds:
    """Notes of one attack: what was seen, and each bound that was broken, with what broke it."""

    def __init__(self):
        self.seen, self.broken = [], []

    def see(self, text):
        self.seen.append(text)

    def hold(self, is_held, bound, *evidence):
        """Notes a bound that has to hold. The evidence is printed where it does not."""
        if not is_held:
            self.broken.append("  ".join([f"broken: {bound}", *map(str, evidence)]))
        return is_held

    def result(self):
        return "\n    ".join(["; ".join(self.seen), *self.broken]), not self.broken


def until(condition, seconds):
    """Asks again and again until the condition is met. None where the time ends before."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            return None
        time.sleep(0.05)
    return value


def run(attacks, description):
    """Runs the attacks that the command line names, or all, and ends with 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder with sesamed")
    parser.add_argument("attacks", nargs="*", default="all", choices=[*attacks, "all"])
    arguments = parser.parse_args()
    names = list(attacks) if "all" in arguments.attacks else arguments.attacks
    failed = False
    for name in names:
        seen, is_within = attacks[name](arguments.bin)
        print(f"{'ok    ' if is_within else 'BROKEN'} {name}: {seen}", flush=True)
        failed |= not is_within
    sys.exit(failed)
