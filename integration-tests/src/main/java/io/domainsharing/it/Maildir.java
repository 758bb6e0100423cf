// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Maildir: one file for each message, seen here as soon as it is whole. */
record Maildir(Path folder) implements Mailbox {
    @Override
    public List<String> messages() {
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            return files.sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(Maildir::read)
                    .toList();
        } catch (NoSuchFileException e) {
            // The first message makes it.
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
