// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Postfix.
 *
 * <p>Mailboxes are Maildir folders of virtual users, so that no account of this machine matters. Its accounts are Debian's
 * {@code daemon} and {@code mail}, since the package's own exist only where it is installed.
 * Needs root, as Postfix does. One thread at a time.
 */
public final class Postfix extends DebianServer {
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

    private final Path unpacked = DebianPackage.POSTFIX.file("");

    private Postfix(String name, String host) {
        super(name, host, Checkout.emptyFolder(name), "postfix.log", "fatal:");
    }

    /** A Postfix that serves no domain yet. */
    public static Postfix create(String name, String host) {
        Postfix postfix = new Postfix(name, host);
        try {
            postfix.prepareFolders();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> values = Map.of(
                "folder",
                postfix.folder().toString(),
                "unpacked",
                postfix.unpacked.toString(),
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
            postfix.write("conf/" + file, Template.fill("postfix." + file, values));
        }
        return postfix;
    }

    private void prepareFolders() throws IOException {
        UserPrincipal owner =
                folder().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER);
        Files.createDirectories(file("conf"));
        Files.createDirectories(file("queue/pid"));
        for (String queue : QUEUES) {
            own(file("queue").resolve(queue), owner);
        }
        own(file("data"), owner);
        own(file("mail"), owner);
        for (Path shared : List.of(folder(), file("queue"), file("conf"))) {
            Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void own(Path path, UserPrincipal owner) throws IOException {
        Files.createDirectories(path);
        Files.setOwner(path, owner);
    }

    /** Adds lines to {@code main.cf}; seen at the next start. */
    public Postfix main(String lines) {
        write("conf/main.cf", lines.replace("/etc/postfix/", file("conf") + "/") + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /** Writes a look-up table of {@code /etc/postfix/} and indexes it, as {@code postmap} does. */
    public Postfix table(String file, String lines) {
        write("conf/" + file, lines);
        Command.Result indexed = run("usr/sbin/postmap", "hash:" + file("conf/" + file));
        if (indexed.exitCode() != 0) {
            throw new IllegalStateException("postmap " + file + ": " + indexed.output());
        }
        return this;
    }

    /** Starts and waits until it takes mail. */
    public Postfix start() {
        launch();
        return this;
    }

    @Override
    ProcessBuilder command() {
        return new ProcessBuilder(
                unpacked.resolve("usr/lib/postfix/sbin/master").toString(),
                "-c",
                file("conf").toString(),
                "-s");
    }

    @Override
    Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", unpacked.resolve("usr/lib/postfix").toString());
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

    private Command.Result run(String program, String argument) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((variable, value) -> command.add(variable + '=' + value));
        command.addAll(
                List.of(unpacked.resolve(program).toString(), "-c", file("conf").toString(), argument));
        return Command.run(command, folder());
    }
}
