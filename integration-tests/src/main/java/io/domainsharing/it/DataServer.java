// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server in which James keeps its mail or its data, as a process of its own on a loopback address, with all its files in one
 * folder. Ports and data stay from start to start. It ends with the tests, whatever becomes of them. One thread at a time.
 */
abstract class DataServer implements AutoCloseable {
    private final Path folder;
    private final String host;
    private final int port;
    private final ServerProcess process;

    /**
     * @param started what it writes when it has started
     * @param error what marks the first line worth reading when it has not
     */
    DataServer(String name, String host, String started, String error) {
        this.folder = Checkout.emptyFolder(name);
        this.host = host;
        this.port = Endpoints.freePort(host);
        this.process = new ServerProcess(name, folder.resolve(name + ".log"), started, error);
    }

    /** What starts it in the foreground, program first. */
    abstract ProcessBuilder command();

    /** The variables that its programs need. */
    abstract Map<String, String> environment();

    /** Starts it and waits until it answers. */
    final void launch() {
        ProcessBuilder command = command().directory(folder.toFile());
        command.environment().putAll(environment());
        process.launch(command);
        process.awaitStart();
    }

    /** Runs one of its programs to its successful end, and returns what it said. */
    final String run(List<String> command) {
        return run(command, "");
    }

    /** The same for one that reads. */
    final String run(List<String> command, String input) {
        return Command.run(command, folder, environment(), input).successfulOutput();
    }

    /** Ends it the polite way and waits; does nothing when it does not run. */
    public void stop() {
        process.stop();
    }

    /** Ends it as a power cut would; does nothing when it does not run. */
    public final void kill() {
        process.kill();
    }

    /** Where it listens: an address in 127.0.0.0/8, as text. */
    public final String host() {
        return host;
    }

    /** Where its clients connect. */
    public final int port() {
        return port;
    }

    /** What it wrote since its last start. */
    public final String log() {
        return process.log();
    }

    final boolean isRunning() {
        return process.isRunning();
    }

    final Path file(String path) {
        return folder.resolve(path);
    }

    final void write(String path, String text) {
        try {
            Files.createDirectories(file(path).getParent());
            Files.writeString(file(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once. */
    @Override
    public void close() {
        kill();
    }
}
