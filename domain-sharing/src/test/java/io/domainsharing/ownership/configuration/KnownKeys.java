// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that the code knows, and {@code james-conf/domainsharing.xml} with all of them. */
final class KnownKeys {
    /** Every block; the empty one is the root. */
    static final List<String> BLOCKS = List.of(
            "",
            "domains",
            "peers",
            "peers/peer",
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
            "gateways/gateway",
            "secondaries",
            "secondaries/secondary",
            "webadmin",
            "cluster",
            "digest",
            "harvest");

    /** The end of the root's start tag. */
    static final Set<String> MEANT_BY_BEING_THERE = Set.of("minger", "digest", "harvest");

    private static final String ROOT = "xsi:noNamespaceSchemaLocation=\"domainsharing.xsd\">";

    private static final Pattern COMMENTED_KEY = Pattern.compile("<!--\\s*(<([\\w.]+)>[^<]*</\\2>)\\s*-->");
    private static final Pattern COMMENTED_BLOCK =
            Pattern.compile("<!--\\s*(<(gateway|secondary|digest|harvest)>.*?</\\2>)\\s*-->", Pattern.DOTALL);

    /** A property that the sample sets; those are documented together. */
    private static final String PROPERTY = "mail.smtp.ssl.trust";

    private KnownKeys() {}

    /** The paths of all keys that have a value, and of the blocks that mean something by being there. */
    static Set<String> paths() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (String block : BLOCKS) {
            in(block).stream()
                    .filter(key -> !key.equals(PROPERTY))
                    .map(key -> block.isEmpty() ? key : block + '/' + key)
                    .filter(path -> MEANT_BY_BEING_THERE.contains(path) || !BLOCKS.contains(path))
                    .forEach(paths::add);
        }
        return paths;
    }

    /** The error about an unknown key lists the known ones. */
    static Set<String> in(String block) throws IOException {
        String start = block.isEmpty() ? ROOT : "<" + block.substring(block.lastIndexOf('/') + 1) + ">";
        String message = String.valueOf(
                catchThrowable(() -> Xml.parse(everyKey().replace(start, start + "<noSuchKey>1</noSuchKey>")))
                        .getMessage());
        assertThat(message).contains((block.isEmpty() ? "" : block + "/") + "noSuchKey: is not a key");
        return new TreeSet<>(Arrays.asList(message.substring(message.indexOf("Known here: ") + "Known here: ".length())
                .split(", ")));
    }

    /** The sample with its comments undone. */
    static String everyKey() throws IOException {
        return Xml.withoutReferences(uncommented(COMMENTED_KEY, uncommented(COMMENTED_BLOCK, sample())));
    }

    static String sample() throws IOException {
        return Files.readString(Xml.ROOT.resolve("james-conf/domainsharing.xml"));
    }

    private static String uncommented(Pattern comment, String xml) {
        return comment.matcher(xml).replaceAll(key -> Matcher.quoteReplacement(key.group(1)));
    }
}
