// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import io.domainsharing.ownership.disk.OwnerOnly;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link SeenCopies} leaves behind when the server is stopped: one line of numbers for each copy. Written whole under
 * another name and then renamed, so there is never half of it. Hashes only: it tells nobody's address.
 */
final class SeenCopiesFile {
    static final String NAME = "copies.txt";

    private static final Logger LOGGER = LoggerFactory.getLogger(SeenCopiesFile.class);
    private static final String FIRST_LINE = "copies.v1";
    private static final int FIXED_FIELDS = 3;

    private final Path folder;
    private final Path file;

    SeenCopiesFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    Map<CopyKey, Claims> read() {
        if (Files.notExists(file)) {
            return Map.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            Map<CopyKey, Claims> copies = new HashMap<>();
            List<String> all = lines.toList();
            if (all.isEmpty() || !all.get(0).equals(FIRST_LINE)) {
                throw new IOException("it does not begin with " + FIRST_LINE);
            }
            for (String line : all.subList(1, all.size())) {
                String[] fields = line.split(" ", FIXED_FIELDS);
                copies.put(new CopyKey(number(fields[0]), number(fields[1])), Claims.parse(fields[2]));
            }
            return copies;
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("{} cannot be read: list posts that came before this start may come twice", file, e);
            return Map.of();
        }
    }

    void write(Map<CopyKey, Claims> copies) {
        Path fresh = file.resolveSibling(NAME + ".new");
        try {
            OwnerOnly.prepare(folder, fresh);
            try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.US_ASCII)) {
                out.write(FIRST_LINE + "\n");
                for (Map.Entry<CopyKey, Claims> copy : copies.entrySet()) {
                    out.write(line(copy.getKey(), copy.getValue()));
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("{} cannot be written: list posts of before the next start may come twice", file, e);
        }
    }

    private static String line(CopyKey key, Claims claims) {
        return key.text() + ' ' + claims.text() + '\n';
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }
}
