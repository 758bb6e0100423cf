// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis of the Debian package, which keeps on the disk what it has acknowledged. One thread at a time. */
public final class Redis extends DataServer {
    /** What its clients log in with. */
    public static final String PASSWORD = "secret-of-redis";

    private Redis(String name, String host) {
        super(name, host, "Ready to accept connections", "# ");
    }

    /** A server with nothing in it, not started yet. */
    public static Redis create(String name, String host) {
        Redis server = new Redis(name, host);
        server.write(
                "redis.conf",
                String.join(
                        "\n",
                        "bind " + host,
                        "port " + server.port(),
                        "dir " + server.file(""),
                        "requirepass " + PASSWORD,
                        "masterauth " + PASSWORD,
                        "appendonly yes",
                        "appendfsync always",
                        ""));
        return server;
    }

    /** Starts and waits until it takes connections. */
    public Redis start() {
        launch();
        return this;
    }

    /** As {@code cluster/redis} has it. */
    public String uri() {
        return "redis://:" + PASSWORD + '@' + host() + ':' + port();
    }

    /** Runs {@code redis-cli} with these arguments while the server runs. */
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                program("redis-cli"),
                "-h",
                host(),
                "-p",
                Integer.toString(port()),
                "-a",
                PASSWORD,
                "--no-auth-warning"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    @Override
    ProcessBuilder command() {
        return new ProcessBuilder(program("redis-server"), file("redis.conf").toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", DebianPackage.REDIS.libraryPath());
    }

    private static String program(String name) {
        return DebianPackage.REDIS.file("usr/bin/" + name).toString();
    }
}
