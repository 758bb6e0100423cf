// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of james-conf/, the files that users copy and that the integration tests start, in a folder of the test's. */
final class SampleConf {
    private static final Path ORIGINAL = Path.of("../james-conf");

    private final Path folder;

    private SampleConf(Path folder) {
        this.folder = folder;
    }

    /** As it is, but for its secrets, which the sample takes from the environment. */
    static SampleConf in(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(ORIGINAL)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
                }
            }
            return new SampleConf(folder)
                    .replace("domainsharing.xml", "${env:TOKYO_SECRET}", "secret-of-tokyo-0123456789")
                    .replace("domainsharing.xml", "${env:MINGER_SECRET}", "secret-of-paris-0123456789");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the files over it that the JPA server has instead. */
    SampleConf onJpa() {
        try (Stream<Path> files = Files.list(ORIGINAL.resolve("jpa"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(String.valueOf(file.getFileName())), StandardCopyOption.REPLACE_EXISTING);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Every occurrence; there must be one. */
    SampleConf replace(String file, String old, String now) {
        return edit(file, text -> {
            if (!text.contains(old)) {
                throw new IllegalArgumentException(file + " holds no " + old);
            }
            return text.replace(old, now);
        });
    }

    SampleConf edit(String file, UnaryOperator<String> change) {
        try {
            Files.writeString(folder.resolve(file), change.apply(Files.readString(folder.resolve(file))));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SampleConf write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SampleConf delete(String file) {
        try {
            Files.delete(folder.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole {@code <peers>} of domainsharing.xml. */
    SampleConf peers(String... peers) {
        return edit(
                "domainsharing.xml",
                text -> text.replaceFirst(
                        "(?s)<peers>.*?</peers>",
                        "<peers>"
                                + String.join("", List.of(peers))
                                        .replace("\\", "\\\\")
                                        .replace("$", "\\$") + "</peers>"));
    }

    /** What the sample's comments show as an example counts from now on. */
    SampleConf add(String block) {
        return replace("domainsharing.xml", "</domainsharing>", block + "</domainsharing>");
    }
}
