// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * One element of {@code domainsharing.xml} being read: every key is asked for by name, and {@link #rejectOthers} refuses
 * what nobody asked for, so that a typing error never becomes a default. Not thread-safe.
 */
public final class Block {
    /** Turns the text of an element into a value. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads a text.
         *
         * @throws IllegalArgumentException the text is not such a value; the message says why
         */
        T parse(String text);
    }

    /** Characters of one value; the longest that can be meant is a list of waits. */
    public static final int LONGEST_TEXT = 1024;

    /** What tells an editor where the schema is, at the root element. */
    private static final Pattern SCHEMA = Pattern.compile("xmlns:[a-z]{1,8}|[a-z]{1,8}:(noNamespaceS|s)chemaLocation");

    private final String path;
    private final HierarchicalConfiguration<ImmutableNode> node;
    private final Set<String> asked = new HashSet<>();

    private Block(String path, HierarchicalConfiguration<ImmutableNode> node) {
        this.path = path;
        this.node = node;
    }

    public static Block root(HierarchicalConfiguration<ImmutableNode> file) {
        return new Block("", file);
    }

    /**
     * A block that came some other way than as XML: no element holds another, and no text holds <code>${</code>, which would be
     * looked up.
     */
    public static Block of(Map<String, List<String>> texts) {
        List<ImmutableNode> children = new ArrayList<>();
        texts.forEach((key, values) -> values.forEach(value ->
                children.add(new ImmutableNode.Builder().name(key).value(value).create())));
        BaseHierarchicalConfiguration node = new BaseHierarchicalConfiguration();
        node.addNodes("", children);
        return root(node);
    }

    /** The path of one of this block's keys as an operator reads it, such as {@code peers/peer[2]/mingerPort}. */
    public String pathOf(String key) {
        return path + key;
    }

    public boolean isPresent(String key) {
        asked.add(key);
        return !children(key).isEmpty();
    }

    /** A value that may be left out; present it must not be empty, stand twice, or fail to parse. */
    public <T> Optional<T> value(String key, Parser<T> parser, String remedy) throws BadConfigurationException {
        List<T> values = values(key, parser, remedy);
        if (values.size() > 1) {
            throw new BadConfigurationException(
                    pathOf(key), 1, "is given " + values.size() + " times", "Keep one of them");
        }
        return values.stream().findFirst();
    }

    /** As {@link #value}, of a key that takes one of these words. */
    public <T> Optional<T> word(String key, Words<T> words) throws BadConfigurationException {
        return value(key, words, words.remedy());
    }

    public <T> T required(String key, Parser<T> parser, String remedy) throws BadConfigurationException {
        Optional<T> value = value(key, parser, remedy);
        if (value.isEmpty()) {
            throw new BadConfigurationException(pathOf(key), "is missing", remedy);
        }
        return value.get();
    }

    /** Every occurrence of a key that may repeat, in order. */
    public <T> List<T> values(String key, Parser<T> parser, String remedy) throws BadConfigurationException {
        asked.add(key);
        List<T> values = new ArrayList<>();
        for (HierarchicalConfiguration<ImmutableNode> child : children(key)) {
            values.add(parse(key, values.size(), child, parser, remedy));
        }
        return values;
    }

    /**
     * As {@link #values(String, Parser, String)}, for what is looked through again and again while James runs.
     *
     * @param most how often the key may stand
     */
    public <T> List<T> values(String key, int most, Parser<T> parser, String remedy) throws BadConfigurationException {
        int given = children(key).size();
        if (given > most) {
            throw new BadConfigurationException(
                    pathOf(key), most, "is given " + given + " times", "Write it at most " + most + " times");
        }
        return values(key, parser, remedy);
    }

    /** The block of that name; left out it is an empty one, whose keys all take their defaults. */
    public Block block(String key) throws BadConfigurationException {
        List<Block> blocks = blocks(key);
        if (blocks.size() > 1) {
            throw new BadConfigurationException(
                    pathOf(key), 1, "is given " + blocks.size() + " times", "Write it once, with all its keys inside");
        }
        return blocks.isEmpty() ? new Block(pathOf(key) + "/", new BaseHierarchicalConfiguration()) : blocks.get(0);
    }

    public List<Block> blocks(String key) {
        asked.add(key);
        List<HierarchicalConfiguration<ImmutableNode>> children = children(key);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            String position = children.size() > 1 ? "[" + (i + 1) + "]" : "";
            blocks.add(new Block(pathOf(key) + position + "/", children.get(i)));
        }
        return blocks;
    }

    /** All child elements that were not asked for, with their texts: for blocks that pass parameters through. */
    public List<String> others() {
        return node.childConfigurationsAt("").stream()
                .map(HierarchicalConfiguration::getRootElementName)
                .filter(name -> !asked.contains(name))
                .distinct()
                .toList();
    }

    /**
     * Refuses elements and attributes that nobody asked for.
     *
     * @throws BadConfigurationException naming the first of them
     */
    public void rejectOthers() throws BadConfigurationException {
        for (String name : others()) {
            throw new BadConfigurationException(pathOf(name), "is not a key", known(name));
        }
        for (String attribute : node.getNodeModel().getNodeHandler().getAttributes(rootNode())) {
            if (path.isEmpty() && SCHEMA.matcher(attribute).matches()) {
                continue;
            }
            throw new BadConfigurationException(
                    pathOf("@" + attribute),
                    "attributes have no meaning",
                    "Write it as an element: <" + attribute + ">");
        }
    }

    private String known(String name) {
        String meant = Spelling.nearest(name, asked)
                .map(word -> "Did you mean " + word + "? ")
                .orElse("");
        return meant + "Known here: "
                + String.join(", ", asked.stream().sorted().toList());
    }

    private ImmutableNode rootNode() {
        return node.getNodeModel().getNodeHandler().getRootNode();
    }

    private List<HierarchicalConfiguration<ImmutableNode>> children(String key) {
        return node.childConfigurationsAt("").stream()
                .filter(child -> child.getRootElementName().equals(key))
                .toList();
    }

    private <T> T parse(
            String key, int occurrence, HierarchicalConfiguration<ImmutableNode> child, Parser<T> parser, String remedy)
            throws BadConfigurationException {
        String text = text(key, occurrence, child);
        if (text.isEmpty()) {
            throw new BadConfigurationException(pathOf(key), occurrence, "is empty", remedy);
        }
        if (text.length() > LONGEST_TEXT) {
            throw new BadConfigurationException(
                    pathOf(key),
                    occurrence,
                    "is " + text.length() + " characters long",
                    "Write at most " + LONGEST_TEXT);
        }
        int reference = text.indexOf("${");
        int end = reference < 0 ? -1 : text.indexOf('}', reference);
        if (end >= 0) {
            throw new BadConfigurationException(
                    pathOf(key),
                    occurrence,
                    "'" + text.substring(reference, end + 1) + "' is not set",
                    "Set that environment variable for James, or write the value itself");
        }
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(pathOf(key), occurrence, String.valueOf(e.getMessage()), remedy);
        }
    }

    /** What stands beside it may be a part of a secret. */
    private static String reference(String written) {
        int from = written.indexOf("${");
        int to = written.lastIndexOf('}');
        return from >= 0 && from < to ? written.substring(from, to + 1) : "${...}";
    }

    // Where it refers to a file, that one is read now; editors and "echo" leave a line end there.
    private String text(String key, int occurrence, HierarchicalConfiguration<ImmutableNode> child)
            throws BadConfigurationException {
        try {
            return child.getString("", "").trim();
        } catch (IllegalArgumentException e) {
            String written = String.valueOf(
                    child.getNodeModel().getNodeHandler().getRootNode().getValue());
            throw new BadConfigurationException(
                    pathOf(key),
                    occurrence,
                    "'" + reference(written) + "' cannot be looked up",
                    "Write the value itself, or see that the file is there and that James's user may read it");
        }
    }
}
