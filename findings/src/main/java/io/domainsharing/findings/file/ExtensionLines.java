// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lines of {@code extensions.properties} as they stand: James adds up a key that is there twice, and reads nothing of a line that
 * has become the end of another one, as the stock file has no line break at its end.
 */
final class ExtensionLines {
    private final ConfFolder folder;
    private final Findings findings;

    ExtensionLines(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /** Finds what names a class of ours more than once. */
    void twice(String key, String value, String... all) {
        long times = Arrays.stream(all).filter(one -> one.trim().equals(value)).count();
        if (times > 1) {
            findings.warning(
                    Rule.EXTENSION_LINE_TWICE,
                    Place.of(PropertiesFiles.EXTENSIONS).key(key),
                    "names " + value + " " + times + " times",
                    "Keep one of the lines" + where(value));
        }
    }

    /** Finds the line that another one has swallowed, as where that had no line break at its end; whether there is one. */
    boolean isGlued(String key, String value) {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            int begin = line.indexOf(key);
            // A line that is commented out begins with the key all the same.
            if (begin > 0
                    && line.indexOf(value, begin) > 0
                    && !line.substring(0, begin).chars().allMatch(c -> c == '#' || c == '!' || c == ' ')) {
                findings.error(
                        Rule.EXTENSION_LINE_GLUED,
                        Place.of(PropertiesFiles.EXTENSIONS).key(key),
                        "stands at the end of line " + (i + 1) + ", where James does not read it",
                        "Begin a line of its own with " + key);
                return true;
            }
        }
        return false;
    }

    private String where(String value) {
        List<String> lines = lines();
        List<Integer> numbers = IntStream.range(0, lines.size())
                .filter(i ->
                        lines.get(i).contains(value) && !lines.get(i).trim().startsWith("#"))
                .mapToObj(i -> i + 1)
                .toList();
        return numbers.size() > 1 ? ": " + numbers : "";
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.path().resolve(PropertiesFiles.EXTENSIONS), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Said where the file is read.
            return List.of();
        }
    }
}
