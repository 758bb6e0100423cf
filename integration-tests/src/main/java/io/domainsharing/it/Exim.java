// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Exim 4 as a process of its own, on a loopback address of its own, with all its files in one folder.
 *
 * <p>Debian's Exim does not start without its account {@code Debian-exim}, and does not run as root: nss_wrapper tells it that
 * {@code mail}, or whoever runs the tests, has that name. Its files stay from start to start. One thread at a time.
 */
public final class Exim implements AutoCloseable {
    private static final int ROOT = 0;
    private static final int MAIL = 8;

    private final Path folder;
    private final InetSocketAddress address;
    private final ServerProcess process;
    private final Map<String, String> environment;

    private Exim(String name, Path folder, InetSocketAddress address) {
        this.folder = folder;
        this.address = address;
        this.process = new ServerProcess(name, folder.resolve("log/main.log"), "daemon started", "error");
        this.environment = Map.of(
                "LD_LIBRARY_PATH",
                folder.resolve("lib").toString(),
                "LD_PRELOAD",
                folder.resolve("lib/libnss_wrapper.so").toString(),
                "NSS_WRAPPER_PASSWD",
                folder.resolve("passwd").toString(),
                "NSS_WRAPPER_GROUP",
                folder.resolve("group").toString());
    }

    /** What a server that shares its domain adds to its configuration, section by section. */
    public record Additions(String main, String acl, String routers) {}

    /** An Exim with these mailboxes and no aliases. */
    public static Exim create(String name, String host, List<String> mailboxes) {
        List<Path> libraries = DebianPackage.EXIM.libraries();
        try {
            Path folder = reachable(Checkout.emptyFolder(name));
            Exim exim = new Exim(name, folder, new InetSocketAddress(host, Endpoints.freePort(host)));
            Files.createDirectories(folder.resolve("lib"));
            for (Path library : libraries) {
                Files.copy(library, folder.resolve("lib").resolve(library.getFileName()));
            }
            // A copy does not have the set-user-id bit, with which the loader would ignore the wrapper.
            Files.copy(DebianPackage.EXIM.file("usr/sbin/exim4"), folder.resolve("exim4"));
            Files.setPosixFilePermissions(folder.resolve("exim4"), PosixFilePermissions.fromString("rwxr-xr-x"));
            exim.account();
            Files.writeString(folder.resolve("aliases"), "");
            Files.write(
                    folder.resolve("mailboxes"),
                    mailboxes.stream().map(user -> user + ": " + user).toList());
            return exim;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exim gives root up: where others cannot come, such as below {@code /root}, it needs a folder elsewhere. */
    private static Path reachable(Path folder) throws IOException {
        for (Path above = folder; above != null; above = above.getParent()) {
            if (uid(folder) == ROOT
                    && !Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                Path elsewhere = Files.createTempDirectory("exim-");
                return Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return folder;
    }

    private void account() throws IOException {
        int uid = uid(folder);
        int exim = uid == ROOT ? MAIL : uid;
        Files.writeString(
                folder.resolve("passwd"),
                "root:x:0:0:root:/:/bin/sh\nDebian-exim:x:" + exim + ":" + exim + "::/:/bin/sh\n");
        Files.writeString(folder.resolve("group"), "root:x:0:\nDebian-exim:x:" + exim + ":\n");
        for (String own : List.of("spool", "mail", "log")) {
            own(Files.createDirectories(folder.resolve(own)), exim);
        }
        // Two write it: the first lines are those of whoever starts Exim.
        own(Files.createFile(folder.resolve("log/main.log")), exim);
    }

    private static void own(Path path, int exim) throws IOException {
        if (uid(path) == ROOT) {
            Files.setAttribute(path, "unix:uid", exim);
            Files.setAttribute(path, "unix:gid", exim);
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** Where an address of the domain leads, as {@code name: address}; at once. */
    public Exim aliases(List<String> lines) {
        try {
            Files.write(folder.resolve("aliases"), lines);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes its configuration; seen at the next start. */
    public Exim configure(Additions additions) {
        Map<String, String> values = new HashMap<>(Map.of(
                "folder", folder.toString(),
                "name", folder.getFileName().toString(),
                "host", address.getHostString(),
                "port", Integer.toString(address.getPort()),
                "environment",
                        Stream.concat(environment.keySet().stream(), Stream.of(Processes.MARK))
                                .sorted()
                                .collect(Collectors.joining(" : "))));
        values.put("main", additions.main());
        values.put("acl", additions.acl());
        values.put("routers", additions.routers());
        try {
            Files.writeString(folder.resolve("exim.conf"), Template.fill("exim.conf", values));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts and waits until it takes mail. */
    public Exim start() {
        ProcessBuilder command = new ProcessBuilder(
                        folder.resolve("exim4").toString(),
                        "-C",
                        folder.resolve("exim.conf").toString(),
                        "-bdf",
                        "-q5s")
                .directory(folder.toFile());
        command.environment().putAll(environment);
        process.launch(command);
        process.awaitStart();
        return this;
    }

    /** Ends it and waits. */
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

    /** The mailbox of one of its local parts. */
    public Mailbox mailbox(String localPart) {
        return new Maildir(folder.resolve("mail").resolve(localPart));
    }

    @Override
    public void close() {
        stop();
        if (!folder.startsWith(Checkout.output())) {
            Checkout.delete(folder);
        }
    }
}
