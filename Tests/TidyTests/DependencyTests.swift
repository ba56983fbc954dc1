import Foundation
import Testing

@Suite("Packages of others")
struct DependencyTests {
    /// A package as the manifest names it: its identity, as SwiftPM makes it from the address, and the requirement.
    private struct Dependency {
        var identity: String
        var requirement: Substring
    }

    private func dependencies() throws -> [Dependency] {
        let form = #/^\s*\.package\(\s*(?:url|path|id|name):\s*"(?<address>[^"]+)"\s*,?\s*(?<requirement>.*)$/#
        let lines = try Project.text("Package.swift").split(separator: "\n").filter { $0.contains(".package(") }
        return try lines.map { line in
            let match = try #require(line.prefixMatch(of: form), "a package stands on one line: \(line)")
            let name = match.address.split(separator: "/").last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 }
            return Dependency(identity: String(name ?? "").lowercased(), requirement: match.requirement)
        }
    }

    /// The names in the first column of the notice.
    private func noticed() throws -> Set<String> {
        let lines = try Project.text("NOTICE").split(separator: "\n").filter {
            $0.hasPrefix("  ") && !$0.hasPrefix("   ")
        }
        return Set(lines.compactMap { $0.split(separator: " ").first?.lowercased() })
    }

    @Test("every direct dependency is pinned to one version")
    func pins() throws {
        let dependencies = try dependencies()
        #expect(dependencies.count > 5)
        for dependency in dependencies {
            #expect(
                dependency.requirement.hasPrefix("exact: \""), "\(dependency.identity): \(dependency.requirement)")
        }
    }

    @Test("NOTICE names every direct dependency in the version that is pinned")
    func directNotices() throws {
        let notice = try Project.text("NOTICE").lowercased().split(separator: "\n")
        for dependency in try dependencies() {
            let version = dependency.requirement.split(separator: "\"").dropFirst().first ?? ""
            let line = notice.first { $0.hasPrefix("  \(dependency.identity) ") }
            #expect(line?.contains(" \(version) ") == true, "\(dependency.identity) \(version) is not in NOTICE")
        }
    }

    /// What the build has resolved is not part of the project, so a tree that was never built says nothing here.
    @Test("NOTICE names every package that the direct ones bring with them")
    func transitiveNotices() throws {
        struct Resolved: Decodable {
            struct Pin: Decodable { var identity: String }
            var pins: [Pin]
        }
        let file = Project.root.appending(path: "Package.resolved")
        guard let data = try? Data(contentsOf: file) else { return }
        let noticed = try noticed()
        for pin in try JSONDecoder().decode(Resolved.self, from: data).pins {
            #expect(noticed.contains(pin.identity), "\(pin.identity) is not in NOTICE")
        }
    }

    @Test("NOTICE names the libraries of the system that the scripts install")
    func libraries() throws {
        let notice = try Project.text("NOTICE")
        let packages = try #require(
            try Project.text("Scripts/lib/packages.sh").firstMatch(of: #/BUILD_PACKAGES=\((?<names>[^)]*)\)/#))
        for name in packages.names.split(separator: " ") where name.hasPrefix("lib") {
            #expect(notice.contains(name), "\(name) is not in NOTICE")
        }
    }
}
