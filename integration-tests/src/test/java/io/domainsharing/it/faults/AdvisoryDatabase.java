// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** OSV's records, one JSON document each: a ZIP of them by any URL, such as OSV's own, or a folder of this machine. */
final class AdvisoryDatabase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD = ".json";

    private AdvisoryDatabase() {}

    /** Those that matter, of what may be a hundred thousand. */
    static List<Advisory> read(URI where, Predicate<Advisory> matters) throws IOException {
        return where.getScheme().equals("file") && Files.isDirectory(Path.of(where))
                ? readFolder(Path.of(where), matters)
                : readZip(where, matters);
    }

    private static List<Advisory> readFolder(Path folder, Predicate<Advisory> matters) throws IOException {
        List<Advisory> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(RECORD)).toList()) {
                add(Files.readAllBytes(file), matters, found);
            }
        }
        return found;
    }

    private static List<Advisory> readZip(URI zip, Predicate<Advisory> matters) throws IOException {
        List<Advisory> found = new ArrayList<>();
        try (InputStream bytes = zip.toURL().openStream();
                ZipInputStream entries = new ZipInputStream(bytes)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().endsWith(RECORD)) {
                    add(entries.readAllBytes(), matters, found);
                }
            }
        }
        return found;
    }

    private static void add(byte[] json, Predicate<Advisory> matters, List<Advisory> found) throws IOException {
        Advisory advisory = new Advisory(JSON.readTree(json));
        if (matters.test(advisory)) {
            found.add(advisory);
        }
    }
}
