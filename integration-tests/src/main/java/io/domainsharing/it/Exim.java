// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * An Exim 4.
 *
 * <p>Debian's Exim does not start without its account {@code Debian-exim}, and does not run as root: nss_wrapper tells it that
 * {@code mail}, or whoever runs the tests, has that name. One thread at a time.
 */
public final class Exim extends DebianServer {
    private static final int ROOT = 0;
    private static final int MAIL = 8;

    private Exim(String name, String host, Path folder) {
        super(name, host, folder, "log/main.log", "error");
    }

    /** What a server that shares its domain adds to its configuration, section by section. */
    public record Additions(String main, String acl, String routers) {}

    /** An Exim with these mailboxes and no aliases. */
    public static Exim create(String name, String host, List<String> mailboxes) {
        List<Path> libraries = DebianPackage.EXIM.libraries();
        try {
            Path folder = reachable(Checkout.emptyFolder(name));
            Exim exim = new Exim(name, host, folder);
            Files.createDirectories(folder.resolve("lib"));
            for (Path library : libraries) {
                Files.copy(library, folder.resolve("lib").resolve(library.getFileName()));
            }
            // A copy does not have the set-user-id bit, with which the loader would ignore the wrapper.
            Files.copy(DebianPackage.EXIM.file("usr/sbin/exim4"), folder.resolve("exim4"));
            Files.setPosixFilePermissions(folder.resolve("exim4"), PosixFilePermissions.fromString("rwxr-xr-x"));
            exim.account();
            exim.aliases(List.of());
            exim.write(
                    "mailboxes",
                    lines(mailboxes.stream().map(user -> user + ": " + user).toList()));
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
        int uid = uid(folder());
        int exim = uid == ROOT ? MAIL : uid;
        write("passwd", "root:x:0:0:root:/:/bin/sh\nDebian-exim:x:" + exim + ":" + exim + "::/:/bin/sh\n");
        write("group", "root:x:0:\nDebian-exim:x:" + exim + ":\n");
        for (String own : List.of("spool", "mail", "log")) {
            own(Files.createDirectories(file(own)), exim);
        }
        // Two write it: the first lines are those of whoever starts Exim.
        own(Files.createFile(file("log/main.log")), exim);
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
        write("aliases", lines(lines));
        return this;
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + '\n').collect(Collectors.joining());
    }

    /** Writes its configuration; seen at the next start. */
    public Exim configure(Additions additions) {
        Map<String, String> values = new HashMap<>(Map.of(
                "folder", folder().toString(),
                "name", folder().getFileName().toString(),
                "host", smtpAddress().getHostString(),
                "port", Integer.toString(smtpAddress().getPort()),
                "environment",
                        Stream.concat(environment().keySet().stream(), Stream.of(Processes.MARK))
                                .sorted()
                                .collect(Collectors.joining(" : "))));
        values.put("main", additions.main());
        values.put("acl", additions.acl());
        values.put("routers", additions.routers());
        write("exim.conf", Template.fill("exim.conf", values));
        return this;
    }

    /** Starts and waits until it takes mail. */
    public Exim start() {
        launch();
        return this;
    }

    @Override
    ProcessBuilder command() {
        return new ProcessBuilder(
                file("exim4").toString(), "-C", file("exim.conf").toString(), "-bdf", "-q5s");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "LD_LIBRARY_PATH", file("lib").toString(),
                "LD_PRELOAD", file("lib/libnss_wrapper.so").toString(),
                "NSS_WRAPPER_PASSWD", file("passwd").toString(),
                "NSS_WRAPPER_GROUP", file("group").toString());
    }

    @Override
    public void close() {
        super.close();
        if (!folder().startsWith(Checkout.output())) {
            Checkout.delete(folder());
        }
    }
}
