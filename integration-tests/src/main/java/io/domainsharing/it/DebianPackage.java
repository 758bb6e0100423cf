// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Debian package that {@code .ci/debian} has unpacked, with the libraries that this machine does not have; nothing of it is
 * installed, since the packages of two mail servers exclude each other, and an installed server starts as a service.
 */
public enum DebianPackage {
    /** Its master process starts as root only. */
    POSTFIX("postfix", true),
    /** With {@code libnss-wrapper}. */
    EXIM("exim4-daemon-light", false),
    OPENDKIM("opendkim", false),
    /** With Erlang. */
    RABBITMQ("rabbitmq-server", false),
    /** Of the version that the distribution has. */
    POSTGRESQL("postgresql", false),
    /** For its {@code promtool}. */
    PROMETHEUS("prometheus", false),
    /** The server and its command line. */
    REDIS("redis-server", false);

    private static final Path UNPACKED = Path.of(System.getenv()
            .getOrDefault("DEBIAN_FOLDER", Checkout.root().resolve(".debian").toString()));

    private final String id;
    private final boolean needsRoot;

    DebianPackage(String id, boolean needsRoot) {
        this.id = id;
        this.needsRoot = needsRoot;
    }

    /** Why it cannot be started here, and what to do about it; empty when it can. */
    public Optional<String> obstacle() {
        if (!Files.exists(root().resolve("complete"))) {
            return Optional.of("The Debian package " + id + " is not in " + UNPACKED
                    + ": run .ci/debian as root, on Debian or Ubuntu");
        }
        return needsRoot && !"root".equals(System.getProperty("user.name"))
                ? Optional.of("The server of the Debian package " + id + " starts as root only: run the tests as root")
                : Optional.empty();
    }

    /** One of its files, such as {@code usr/sbin/exim4}. */
    public Path file(String path) {
        obstacle().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        Path file = root().resolve(path);
        if (!Files.exists(file)) {
            throw new IllegalStateException("No " + path + " in the Debian package " + id);
        }
        return file;
    }

    /** The one entry of one of its folders whose name begins so, such as that of a version. */
    Path only(String folder, String beginning) {
        try (Stream<Path> entries = Files.list(file(folder))) {
            List<Path> found = entries.filter(
                            entry -> entry.getFileName().toString().startsWith(beginning))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalStateException(
                        "Not one " + beginning + "* in " + folder + " of the Debian package " + id + ": " + found);
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its programs need in {@code LD_LIBRARY_PATH}. */
    String libraryPath() {
        return libraries().stream()
                .map(library -> library.resolveSibling("").toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The shared libraries that came with it. */
    List<Path> libraries() {
        try (Stream<Path> files = Files.walk(file("usr"))) {
            return files.filter(file -> file.getFileName().toString().matches("lib.+\\.so[.0-9]*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path root() {
        return UNPACKED.resolve(id);
    }
}
