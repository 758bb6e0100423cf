// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis of the Debian package, which writes down each change before it answers. One thread at a time. */
public final class Redis extends DataServer {
    private Redis(String name, String host) {
        super(name, host, "Ready to accept connections", "Fatal");
    }

    /** A Redis with nothing in it, not started yet. */
    public static Redis create(String name, String host) {
        return new Redis(name, host);
    }

    /** Starts and waits until it takes connections. */
    public Redis start() {
        launch();
        return this;
    }

    /** Runs a command of Redis, and returns its answer. */
    public String query(String... command) {
        List<String> all = new ArrayList<>(List.of(program("redis-cli"), "-h", host(), "-p", Integer.toString(port())));
        all.addAll(List.of(command));
        return run(all).strip();
    }

    @Override
    ProcessBuilder command() {
        return new ProcessBuilder(
                program("redis-server"),
                "--bind",
                host(),
                "--port",
                Integer.toString(port()),
                "--dir",
                file("").toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always");
    }

    @Override
    Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", DebianPackage.REDIS.libraryPath());
    }

    private static String program(String name) {
        return DebianPackage.REDIS.file("usr/bin/" + name).toString();
    }
}
