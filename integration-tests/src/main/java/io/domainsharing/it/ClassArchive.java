// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * James's classes in the JVM's own format, made by one start of a stock James: halves the time of every later start.
 *
 * <p>The JVM checks that an archive fits its version and class path, and goes on without one that does not.
 */
final class ClassArchive {
    // One for each James and Java.
    private static final String NAME =
            "james-" + Integer.toHexString(StockJames.underTest().toString().hashCode()) + ".jsa";
    private static final Path ARCHIVE = Checkout.stockJames().resolve(NAME);
    private static final Path UNFINISHED = Checkout.stockJames().resolve(NAME + ".unfinished");
    private static boolean making;
    private static boolean tried;

    private ClassArchive() {}

    /** The JVM flags of a memory server. The first call in a fresh checkout takes some ten seconds. */
    static synchronized List<String> flags() {
        if (making) {
            return List.of("-XX:ArchiveClassesAtExit=" + UNFINISHED);
        }
        // The JVM makes none of a class path with a folder in it.
        if (!Files.exists(ARCHIVE) && !tried) {
            tried = true;
            make();
        }
        return Files.exists(ARCHIVE) ? List.of("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
    }

    private static void make() {
        making = true;
        try (JamesServer server = JamesServer.stock("class-archive", "127.0.1.99")) {
            server.start();
            // The JVM writes the archive at its orderly end.
            server.stop();
        } finally {
            making = false;
        }
        try {
            if (Files.exists(UNFINISHED)) {
                Files.move(UNFINISHED, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
