// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param page the file, from the root of the source tree
 * @param line where it begins
 * @param info what stands behind the opening fence: its kind, and words for the tests
 * @param text what is in it, without its indentation
 * @param notRun why no test runs it, as the line above it says; null: one does
 */
public record Fence(String page, int line, String info, String text, @Nullable String notRun) {
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->|<\\?.*?\\?>", Pattern.DOTALL);
    private static final Pattern FIRST_ELEMENT = Pattern.compile("\\s*<([\\w.]+)");
    private static final String ROOT = "domainsharing";
    private static final List<String> KEYS_OF_ROOT = List.of(
            "enabled",
            "node",
            "domains",
            "peers",
            "lookup",
            "cache",
            "minger",
            "vrfy",
            "mx",
            "senders",
            "delivery",
            "accounts",
            "lists",
            "gateways",
            "secondaries",
            "webadmin",
            "cluster");

    /** Such as {@code xml} or {@code sh}; empty where the fence says nothing. */
    public String kind() {
        return info.split(" ", 2)[0];
    }

    /** The words behind the kind. */
    public List<String> words() {
        String[] words = info.split(" ", -1);
        return List.of(words).subList(1, words.length);
    }

    /** The value of a word such as {@code exit=1}. */
    public Optional<String> word(String name) {
        return words().stream()
                .filter(word -> word.startsWith(name + '='))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    public boolean has(String word) {
        return words().contains(word);
    }

    /** The first element of a block of XML. */
    public String firstElement() {
        Matcher element = FIRST_ELEMENT.matcher(COMMENT.matcher(text).replaceAll(""));
        return element.lookingAt() ? element.group(1) : "";
    }

    /**
     * The whole {@code domainsharing.xml} that a block of XML is, or is a piece of: a peer, gateway or secondary is one of
     * its list, anything else that may stand below the root stands there. Empty: it is a piece of another file.
     */
    public Optional<String> asSharing() {
        return switch (firstElement()) {
            case ROOT -> Optional.of(text);
            case "peer" -> Optional.of(within("peers"));
            case "gateway" -> Optional.of(within("gateways"));
            case "secondary" -> Optional.of(within("secondaries"));
            default -> KEYS_OF_ROOT.contains(firstElement()) ? Optional.of(inRoot(text)) : Optional.empty();
        };
    }

    private String within(String list) {
        return inRoot('<' + list + '>' + text + "</" + list + '>');
    }

    private static String inRoot(String xml) {
        return '<' + ROOT + '>' + xml + "</" + ROOT + '>';
    }

    @Override
    public String toString() {
        return page + ':' + line + " (" + info + ')';
    }
}
