// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An element of an XML file and where it stands in the text. Comments are no elements, nor is what they hold. Built by one thread. */
public final class XmlElement {
    private final String name;
    private final int start;
    private final Map<String, Value> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int contentStart;
    private int contentEnd;
    private int end;

    XmlElement(String name, int start) {
        this.name = name;
        this.start = start;
    }

    /**
     * The value of an attribute.
     *
     * @param text as it stands between the quotation marks
     * @param start where that begins
     */
    public record Value(String text, int start) {
        public int end() {
            return start + text.length();
        }
    }

    public String name() {
        return name;
    }

    /** Where its start tag begins. */
    public int start() {
        return start;
    }

    /** Behind its end tag. */
    public int end() {
        return end;
    }

    /** Behind its start tag. */
    public int contentStart() {
        return contentStart;
    }

    /** Where its end tag begins; the same as {@link #end()} where it has none. */
    public int contentEnd() {
        return contentEnd;
    }

    /** Whether it is one tag, {@code <peers/>}. */
    public boolean isOneTag() {
        return contentEnd == end;
    }

    public Optional<Value> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    /** The text of an attribute; empty where it has none. */
    public String attributeText(String key) {
        return attribute(key).map(Value::text).orElse("");
    }

    /** Those of a name, in order. */
    public List<XmlElement> children(String of) {
        return children.stream().filter(child -> child.name.equals(of)).toList();
    }

    public List<XmlElement> children() {
        return List.copyOf(children);
    }

    public Optional<XmlElement> child(String of) {
        return children(of).stream().findFirst();
    }

    /** The elements at the end of a path of names. */
    public List<XmlElement> all(String... path) {
        Stream<XmlElement> found = Stream.of(this);
        for (String step : path) {
            found = found.flatMap(element -> element.children(step).stream());
        }
        return found.toList();
    }

    /** The text that stands right in it, without blanks around it; entities as they are written. */
    public String text() {
        return text.toString().strip();
    }

    /** The text of its first child of that name; empty where it has none. */
    public String childText(String of) {
        return child(of).map(XmlElement::text).orElse("");
    }

    void put(String key, Value value) {
        attributes.put(key, value);
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void append(String characters) {
        text.append(characters);
    }

    void opened(int behindTag) {
        contentStart = behindTag;
        contentEnd = behindTag;
        end = behindTag;
    }

    void closed(int tag, int behindTag) {
        contentEnd = tag;
        end = behindTag;
    }

    @Override
    public String toString() {
        return "<" + name + children.stream().map(XmlElement::toString).collect(Collectors.joining()) + ">";
    }
}
