// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rehearsal over a restart: {@code rehearsal.txt} beside the owner cache. A line begins each peer, with its name, the begin, and
 * how many were left out; those below it have a difference and an address of it, or {@code beyond}, a difference and the number of
 * those beyond. Used by one thread at a time; blocks. It decides nothing, so what cannot be read or written is a warning.
 */
final class RehearsalFile {
    static final String NAME = "rehearsal.txt";

    private static final Logger LOGGER = LoggerFactory.getLogger(RehearsalFile.class);
    private static final String PEER = "peer ";
    private static final String BEYOND = "beyond";
    private static final Words<Difference> DIFFERENCES = Words.of(Difference.class);

    private final WholeFile file;

    RehearsalFile(Path folder) {
        this.file = new WholeFile(folder, NAME);
    }

    Map<PeerName, Sightings> read() {
        try {
            return parse(new String(file.read(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("{} cannot be read: the rehearsal begins anew", file, e);
            return Map.of();
        }
    }

    private static Map<PeerName, Sightings> parse(List<String> lines) {
        Map<PeerName, Sightings> all = new LinkedHashMap<>();
        Sightings current = null;
        for (String line : lines) {
            if (line.startsWith(PEER)) {
                String[] words = line.split(" ", -1);
                current = new Sightings(Instant.parse(words[2]));
                current.notAsked(Long.parseLong(words[3]));
                all.put(new PeerName(words[1]), current);
            } else {
                add(line, current);
            }
        }
        return all;
    }

    private static void add(String line, @Nullable Sightings current) {
        // An address may have spaces between quotes.
        int space = line.indexOf(' ');
        if (current == null || space < 0) {
            throw new IllegalArgumentException("a line has a difference and an address, below that of a peer");
        }
        String first = line.substring(0, space);
        if (first.equals(BEYOND)) {
            String[] words = line.split(" ", -1);
            current.beyond(DIFFERENCES.parse(words[1]), Long.parseLong(words[2]));
        } else {
            boolean unused = current.put(line.substring(space + 1), DIFFERENCES.parse(first));
        }
    }

    /** Takes the place of what the file has. */
    void write(String text) {
        try {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            file.write(out -> out.write(octets));
        } catch (IOException e) {
            LOGGER.warn("{} cannot be written: a restart forgets what the rehearsal has found", file, e);
        }
    }

    /** What is to be written. */
    static String text(Map<PeerName, Sightings> all) {
        StringBuilder text = new StringBuilder();
        all.forEach((peer, sightings) -> {
            text.append(PEER).append(peer).append(' ').append(sightings.since());
            text.append(' ').append(sightings.notAsked()).append('\n');
            for (Difference difference : Difference.values()) {
                String word = Words.word(difference) + ' ';
                sightings
                        .addresses(difference)
                        .forEach(address -> text.append(word).append(address).append('\n'));
                long beyond = sightings.beyond(difference);
                if (beyond > 0) {
                    text.append(BEYOND).append(' ').append(word).append(beyond).append('\n');
                }
            }
        });
        return text.toString();
    }
}
