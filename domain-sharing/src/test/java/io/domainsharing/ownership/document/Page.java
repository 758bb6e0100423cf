// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of Markdown.
 *
 * @param path from the root of the source tree, with slashes
 */
public record Page(String path, List<String> lines) {
    private static final List<String> OPERATORS = List.of(
            "getting-started.md",
            "manual-installation.md",
            "how-it-works.md",
            "README.md",
            "backup-mx.md",
            "capacity.md",
            "catch-all.md",
            "clusters.md",
            "configuration.md",
            "deferred-mail.md",
            "duplicate-accounts.md",
            "etrn.md",
            "gateways.md",
            "mailing-lists.md",
            "mixed-sites.md",
            "moving-a-mailbox.md",
            "mx-peers.md",
            "peers-at-run-time.md",
            "pins.md",
            "going-live.md",
            "recipient-verification.md",
            "remove.md",
            "security.md",
            "smart-host.md",
            "smtp-lookups.md",
            "troubleshooting.md",
            "upgrade.md",
            "vrfy.md",
            "webadmin.md");

    private static final Pattern OPENING = Pattern.compile("( *)```([^`]*)");
    private static final Pattern CLOSING = Pattern.compile(" *```");
    private static final Pattern NOT_RUN = Pattern.compile("_Not run by the tests: (.+)\\._");
    private static final Pattern HEADING = Pattern.compile("#+ (.+)");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

    public Page {
        lines = List.copyOf(lines);
    }

    /** Reads one page. */
    public static Page read(Path root, String path) {
        try {
            return new Page(path, Files.readAllLines(root.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operators' pages, in the order in which their commands are run. */
    public static List<Page> ofOperators(Path root) {
        return OPERATORS.stream().map(name -> read(root, "docs/" + name)).toList();
    }

    /** Its fenced blocks, in order. */
    public List<Fence> fences() {
        List<Fence> fences = new ArrayList<>();
        String lastText = "";
        int at = 0;
        while (at < lines.size()) {
            Matcher opening = OPENING.matcher(lines.get(at));
            if (opening.matches()) {
                int end = closing(at);
                fences.add(new Fence(
                        path,
                        at + 1,
                        opening.group(2).strip(),
                        text(at + 1, end, opening.group(1).length()),
                        reason(lastText)));
                lastText = "";
                at = end;
            } else if (!lines.get(at).isBlank()) {
                lastText = lines.get(at).strip();
            }
            at++;
        }
        return fences;
    }

    private int closing(int opening) {
        for (int at = opening + 1; at < lines.size(); at++) {
            if (CLOSING.matcher(lines.get(at)).matches()) {
                return at;
            }
        }
        throw new IllegalArgumentException(path + ':' + (opening + 1) + ": a block that does not end");
    }

    private String text(int from, int to, int indentation) {
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(from, to)) {
            text.append(line.substring(Math.min(indentation, line.length()))).append('\n');
        }
        return text.toString();
    }

    private static @Nullable String reason(String lastText) {
        Matcher marker = NOT_RUN.matcher(lastText);
        return marker.matches() ? marker.group(1) : null;
    }

    /** What its headings can be linked to as, by GitHub's rules. */
    public List<String> anchors() {
        return outsideFences().stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** What its links lead to. */
    public List<String> links() {
        return outsideFences().stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    /** The lines that are no code. */
    public List<String> outsideFences() {
        List<String> outside = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (OPENING.matcher(lines.get(at)).matches()) {
                at = closing(at);
            } else {
                outside.add(lines.get(at));
            }
        }
        return outside;
    }

    @Override
    public String toString() {
        return path;
    }
}
