// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * A mail server of a Debian package as a process of its own, on a loopback address of its own, with all its files in one folder.
 * They stay from start to start. One thread at a time.
 */
abstract class DebianServer implements AutoCloseable {
    /** What a mail server logs once it listens. */
    private static final String STARTED = "daemon started";

    private final Path folder;
    private final InetSocketAddress address;
    private final ServerProcess process;

    /**
     * @param folder empty, or what an earlier run left
     * @param log where in the folder it writes
     * @param error what marks the first line worth reading where it does not start
     */
    DebianServer(String name, String host, Path folder, String log, String error) {
        this.folder = folder;
        this.address = new InetSocketAddress(host, Endpoints.freePort(host));
        this.process = new ServerProcess(name, folder.resolve(log), STARTED, error);
    }

    /** What starts it in the foreground, program first. */
    abstract ProcessBuilder command();

    /** The variables without which its programs do not find what came with them. */
    abstract Map<String, String> environment();

    /** Starts it and waits until it takes mail. */
    final void launch() {
        ProcessBuilder command = command().directory(folder.toFile());
        command.environment().putAll(environment());
        process.launch(command);
        process.awaitStart();
    }

    /** Ends it with all its services, and waits. */
    public void stop() {
        process.stop();
    }

    /** Where mail comes in. */
    public InetSocketAddress smtpAddress() {
        return address;
    }

    /** The same as host:port. */
    public String hostAndPort() {
        return address.getHostString() + ':' + address.getPort();
    }

    /** What it logged since its last start. */
    public String log() {
        return process.log();
    }

    /** One of its Maildir folders. */
    public Mailbox mailbox(String maildir) {
        return new Maildir(file("mail").resolve(maildir));
    }

    final Path folder() {
        return folder;
    }

    final Path file(String path) {
        return folder.resolve(path);
    }

    final void write(String path, String text, OpenOption... how) {
        try {
            Files.writeString(file(path), text, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
