// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which James stands beside a folder, by the name of one of its libraries. */
public final class JamesLibraries {
    private static final Pattern LIBRARY =
            Pattern.compile("(?:james-server-core|apache-mailet-api)-(\\d+)\\.(\\d+)[.-].*\\.jar");

    private JamesLibraries() {}

    /** A library of James, and the release that it belongs to. */
    record Library(String file, JamesRelease release) {}

    /** The release whose libraries are in a folder or right below it; empty: none is to be seen. */
    public static Optional<JamesRelease> release(Path folder) {
        return in(folder).map(Library::release);
    }

    /** Empty: none is to be seen. */
    static Optional<Library> beside(ConfFolder folder) {
        return in(folder.root());
    }

    private static Optional<Library> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .flatMap(name -> library(name).stream())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // What this user may not look into tells nothing.
            return Optional.empty();
        }
    }

    private static Optional<Library> library(String file) {
        Matcher matcher = LIBRARY.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return Optional.of(
                new Library(file, major > 3 || (major == 3 && minor >= 9) ? JamesRelease.V3_9 : JamesRelease.V3_8));
    }
}
