"""A market on a folder of its own, served on 127.0.0.1, for the attacks."""

import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import time


class Server:
    """`with Server(bin) as server:` makes a demo market, serves it on a free port, and ends it."""

    def __init__(self, bin_folder, *, listings=500, options=(), descriptors=None, data=None, cores=None):
        """`data` is a market that is there already, and stays; `cores` is how many of the machine's it may use."""
        self.sesamed = str(pathlib.Path(bin_folder).resolve() / "sesamed")
        self.options = list(options)
        self.descriptors = descriptors
        self.listings = listings
        self.cores = cores
        self.folder = tempfile.mkdtemp(prefix="sesame-attack-")
        self.data = data or os.path.join(self.folder, "data")
        self.port = None
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def start(self):
        if not os.path.exists(self.data):
            self.command("demo-market", "--count", str(self.listings))
            self.command("index", "rebuild")
        port_file = os.path.join(self.folder, "port")
        if os.path.exists(port_file):
            os.remove(port_file)
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.process = subprocess.Popen(
            [self.sesamed, "serve", "--data", self.data, "--port", "0", "--port-file", port_file, "--unlimited",
             "--log-level", "warning", *self.options],
            stdout=self.log, stderr=self.log, preexec_fn=self._limit)
        self.port = int(self._wait(lambda: os.path.exists(port_file) and open(port_file).read().strip()))
        self._wait(lambda: self.get("/readyz")[0] == 200)

    def _limit(self):
        if self.descriptors:
            resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))
        if self.cores:
            os.sched_setaffinity(0, range(self.cores))

    def _wait(self, condition, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise SystemExit(f"sesamed ended at start: {open(self.log.name).read()[-2000:]}")
            try:
                value = condition()
            except OSError:
                value = None
            if value:
                return value
            time.sleep(0.05)
        raise SystemExit("the server did not get ready")

    def __exit__(self, *_):
        self.stop()
        self.remove()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_running(self):
        return self.process.poll() is None

    # Requests of an honest client.

    def request(self, method, path, body=None, token=None, timeout=30, headers=None, source=None):
        """Status and answer. `source` is the address that the client comes from, one of 127.0.0.0/8."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source, 0) if source else None)
        headers = dict(headers or {})
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path, timeout=30):
        return self.request("GET", path, timeout=timeout)

    def seller(self, name):
        """A new account's token."""
        account = json.dumps({"username": name, "password": "correct horse battery", "display_name": name})
        status, text = self.request("POST", "/v1/accounts", account)
        assert status == 201, (status, text)
        login = json.dumps({"username": name, "password": "correct horse battery"})
        status, text = self.request("POST", "/v1/tokens", login)
        assert status == 201, (status, text)
        return json.loads(text)["token"]

    def offer(self, token, title, **more):
        """A new listing's number."""
        listing = {"title": title, "category_id": 3030, "price_minor": 1000, "currency": "CNY", "region": "CN-ZJ",
                   "ships_to": ["CN"], **more}
        status, text = self.request("POST", "/v1/listings", json.dumps(listing), token)
        assert status == 201, (status, text)
        return json.loads(text)["id"]

    def command(self, *words):
        """Runs a command of the operator on the market."""
        subprocess.run(
            [self.sesamed, *words, "--data", self.data], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def metrics(self):
        """Values by name, labels included."""
        lines = self.get("/metrics")[1].decode().splitlines()
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if line[:1] != "#"}

    # The process.

    def memory_mib(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0

    def peak_memory_mib(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0

    def cpu_seconds(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptor_count(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))
