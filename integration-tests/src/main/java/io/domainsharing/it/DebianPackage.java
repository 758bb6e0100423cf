// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Debian package that {@code .ci/debian} has unpacked, with the libraries that this machine does not have; nothing of it is
 * installed, since the packages of two mail servers exclude each other.
 */
public enum DebianPackage {
    POSTFIX("postfix"),
    EXIM("exim4-daemon-light"),
    /** Gives Exim the account that its package would create. */
    NSS_WRAPPER("libnss-wrapper");

    private static final Path UNPACKED = Path.of(System.getenv()
            .getOrDefault(
                    "DEBIAN_FOLDER", Checkout.root().resolve("target/debian").toString()));

    private final String id;

    DebianPackage(String id) {
        this.id = id;
    }

    /** As {@code apt-get} knows it. */
    public String id() {
        return id;
    }

    /** Whether it is there, whole. */
    public boolean isThere() {
        return Files.exists(root().resolve("complete"));
    }

    /** What to do when it is not. */
    public String remedy() {
        return "The Debian package " + id + " is not in " + UNPACKED + ": run .ci/debian as root, on Debian or Ubuntu";
    }

    /** One of its files, such as {@code usr/sbin/exim4}. */
    Path file(String path) {
        Path file = root().resolve(path);
        if (!isThere()) {
            throw new IllegalStateException(remedy());
        }
        if (!Files.exists(file)) {
            throw new IllegalStateException("No " + path + " in the Debian package " + id);
        }
        return file;
    }

    /** The shared libraries that came with it. */
    List<Path> libraries() {
        try (Stream<Path> files = Files.walk(file("usr/lib"))) {
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
