// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Finding;
import io.domainsharing.ownership.disk.ElementLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which line of the files of a folder a key stands. Each file is read once, at most. Used by one thread. */
public final class FileLines {
    private static final Pattern FILE_AND_KEY =
            Pattern.compile("conf/([a-z]{1,40}\\.(?:xml|properties)): ([\\w./@\\[\\]-]{1,200})");
    private static final long LARGEST = 4 * 1024 * 1024;

    private final ConfFolder folder;
    private final Map<String, ElementLines> elements = new HashMap<>();
    private final Map<String, List<String>> properties = new HashMap<>();

    public FileLines(ConfFolder folder) {
        this.folder = folder;
    }

    /** With its line where it has a key and that stands in its file; otherwise as it is. */
    public Finding locate(Finding finding) {
        if (finding.key().isEmpty() || finding.line() != null) {
            return finding;
        }
        OptionalInt line = lineOf(finding.file(), finding.key());
        return line.isPresent() ? finding.atLine(line.getAsInt()) : finding;
    }

    /** The same text; where it names a file of {@code conf/} and a key, and the key stands there, with the line behind the file. */
    public String locateIn(String text) {
        return FILE_AND_KEY.matcher(text).replaceAll(named -> {
            OptionalInt line = lineOf(named.group(1), named.group(2));
            return Matcher.quoteReplacement(
                    line.isPresent()
                            ? "conf/" + named.group(1) + ":" + line.getAsInt() + ": " + named.group(2)
                            : named.group());
        });
    }

    /** The elements of an XML file. */
    public ElementLines of(String file) {
        return elements.computeIfAbsent(file, name -> ElementLines.of(octets(name)));
    }

    private OptionalInt lineOf(String file, String key) {
        if (file.endsWith(".xml")) {
            return of(file).lineOf(key, 0);
        }
        return file.endsWith(".properties") ? lineOfProperty(file, key) : OptionalInt.empty();
    }

    private OptionalInt lineOfProperty(String file, String key) {
        List<String> lines = properties.computeIfAbsent(
                file,
                name -> new String(octets(name), StandardCharsets.UTF_8).lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String behind = line.startsWith(key) ? line.substring(key.length()).strip() : "";
            if (behind.startsWith("=") || behind.startsWith(":")) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private byte[] octets(String file) {
        Path path = folder.path().resolve(file);
        try {
            return Files.isRegularFile(path) && Files.size(path) <= LARGEST ? Files.readAllBytes(path) : new byte[0];
        } catch (IOException e) {
            // What cannot be read has a finding of its own.
            return new byte[0];
        }
    }
}
