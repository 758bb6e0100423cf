// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Postfix as a process of its own, on a loopback address of its own, with all its files in one folder.
 *
 * <p>Mailboxes are Maildir folders of virtual users, so that no account of this machine matters. Its accounts are Debian's
 * {@code daemon} and {@code mail}, since the package's own exist only where it is installed. Its files stay from start to
 * start. Needs root, as Postfix does. One thread at a time.
 */
public final class Postfix implements AutoCloseable {
    private static final String OWNER = "daemon";

    private static final List<String> QUEUES = List.of(
            "active",
            "bounce",
            "corrupt",
            "defer",
            "deferred",
            "flush",
            "hold",
            "incoming",
            "maildrop",
            "private",
            "public",
            "saved",
            "trace");

    private final Path folder;
    private final Path unpacked;
    private final InetSocketAddress address;
    private final ServerProcess process;

    private Postfix(String name, Path unpacked, Path folder, InetSocketAddress address) {
        this.folder = folder;
        this.unpacked = unpacked;
        this.address = address;
        this.process = new ServerProcess(name, folder.resolve("postfix.log"), "daemon started", "fatal:");
    }

    /** A Postfix that serves no domain yet. */
    public static Postfix create(String name, String host) {
        Path unpacked = DebianPackage.POSTFIX.file("");
        Path folder = Checkout.emptyFolder(name);
        Postfix postfix = new Postfix(name, unpacked, folder, new InetSocketAddress(host, Endpoints.freePort(host)));
        try {
            postfix.prepareFolders();
            Map<String, String> values = Map.of(
                    "folder",
                    folder.toString(),
                    "unpacked",
                    unpacked.toString(),
                    "owner",
                    OWNER,
                    "host",
                    host,
                    "name",
                    name,
                    "mark",
                    Processes.MARK,
                    "smtp",
                    postfix.hostAndPort());
            for (String file : List.of("main.cf", "master.cf")) {
                Files.writeString(postfix.conf(file), Template.fill("postfix." + file, values));
            }
            return postfix;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepareFolders() throws IOException {
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER);
        Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("queue/pid"));
        for (String queue : QUEUES) {
            own(folder.resolve("queue").resolve(queue), owner);
        }
        own(folder.resolve("data"), owner);
        own(folder.resolve("mail"), owner);
        for (Path shared : List.of(folder, folder.resolve("queue"), folder.resolve("conf"))) {
            Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void own(Path path, UserPrincipal owner) throws IOException {
        Files.createDirectories(path);
        Files.setOwner(path, owner);
    }

    /** Adds lines to {@code main.cf}; seen at the next start. */
    public Postfix main(String lines) {
        try {
            Files.writeString(
                    conf("main.cf"),
                    lines.replace("/etc/postfix/", folder.resolve("conf") + "/") + "\n",
                    StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a look-up table of {@code /etc/postfix/} and indexes it, as {@code postmap} does. */
    public Postfix table(String file, String lines) {
        try {
            Files.writeString(conf(file), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.Result indexed = run("usr/sbin/postmap", "hash:" + conf(file));
        if (indexed.exitCode() != 0) {
            throw new IllegalStateException("postmap " + file + ": " + indexed.output());
        }
        return this;
    }

    /** Starts and waits until it takes mail. */
    public Postfix start() {
        ProcessBuilder command = new ProcessBuilder(
                        unpacked.resolve("usr/lib/postfix/sbin/master").toString(), "-c", conf("").toString(), "-s")
                .directory(folder.toFile());
        command.environment().putAll(environment());
        process.launch(command);
        process.awaitStart();
        return this;
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

    /** The Maildir that {@code virtual_mailbox_maps} names as {@code folder/}. */
    public Mailbox mailbox(String maildir) {
        return new Maildir(folder.resolve("mail").resolve(maildir));
    }

    /** How many messages wait in its queue. */
    public int queued() {
        Command.Result listed = run("usr/sbin/postqueue", "-j");
        if (listed.exitCode() != 0) {
            throw new IllegalStateException("postqueue: " + listed.output());
        }
        return (int)
                listed.output().lines().filter(line -> line.startsWith("{")).count();
    }

    @Override
    public void close() {
        stop();
    }

    private Command.Result run(String program, String argument) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((variable, value) -> command.add(variable + '=' + value));
        command.addAll(List.of(unpacked.resolve(program).toString(), "-c", conf("").toString(), argument));
        return Command.run(command, folder);
    }

    private Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", unpacked.resolve("usr/lib/postfix").toString());
    }

    private Path conf(String file) {
        return folder.resolve("conf").resolve(file);
    }
}
