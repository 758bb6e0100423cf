// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** In which line of an XML file an element stands, for messages about it. Reads nothing but the octets it is given. Immutable. */
public final class ElementLines {
    /** Of a file that cannot be told about. */
    public static final ElementLines NONE = new ElementLines(null);

    private final @Nullable Element root;

    private ElementLines(@Nullable Element root) {
        this.root = root;
    }

    /** What is no XML, or has a DOCTYPE, has no lines. */
    public static ElementLines of(byte[] xml) {
        Reader reader = new Reader();
        try {
            PlainXml.parse(xml, reader);
            return new ElementLines(reader.root);
        } catch (PlainXml.NotPlain | SAXException e) {
            return NONE;
        }
    }

    /**
     * The line in which the start tag of an element ends, from 1 on; where it is not there, of the nearest one around it.
     *
     * @param key below the root, such as {@code peers/peer[2]/mingerPort}, {@code peers/peer[tokyo]/smtp} or {@code lookup/@timeout}
     * @param occurrence which of those that the last step names, from 0 on
     * @return empty: neither the element nor one around it but the root is there
     */
    public OptionalInt lineOf(String key, int occurrence) {
        Element at = root;
        List<String> steps = List.of(key.split("/", -1));
        for (int i = 0; i < steps.size() && at != null; i++) {
            Element next = step(at, steps.get(i), i == steps.size() - 1 ? occurrence : 0);
            if (next == null) {
                break;
            }
            at = next;
        }
        return at == null || at == root ? OptionalInt.empty() : OptionalInt.of(at.line);
    }

    private static @Nullable Element step(Element parent, String step, int occurrence) {
        // A number counts from 1; any other word stands in the element, in an attribute or a child of it.
        int open = step.endsWith("]") ? step.indexOf('[') : -1;
        String name = open < 0 ? step : step.substring(0, open);
        String which = open < 0 ? null : step.substring(open + 1, step.length() - 1);
        List<Element> named = parent.children.stream()
                .filter(child -> child.name.equals(name))
                .toList();
        if (which == null) {
            return nth(named, occurrence);
        }
        OptionalInt number = number(which);
        return number.isPresent()
                ? nth(named, number.getAsInt() - 1)
                : named.stream().filter(child -> child.says(which)).findFirst().orElse(null);
    }

    private static @Nullable Element nth(List<Element> elements, int index) {
        return index >= 0 && index < elements.size() ? elements.get(index) : null;
    }

    private static OptionalInt number(String text) {
        return text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static final class Element {
        private final String name;
        private final int line;
        private final List<String> attributes = new ArrayList<>();
        private final List<Element> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Element(String name, int line) {
            this.name = name;
            this.line = line;
        }

        /** A class may be written with its package, and asked for without it. */
        boolean says(String word) {
            return attributes.stream().anyMatch(value -> value.equals(word) || value.endsWith("." + word))
                    || children.stream()
                            .anyMatch(child -> child.text.toString().strip().equals(word));
        }
    }

    private static final class Reader extends DefaultHandler {
        private final Deque<Element> open = new ArrayDeque<>();
        private @Nullable Locator locator;
        private @Nullable Element root;

        @Override
        public void setDocumentLocator(Locator ofDocument) {
            locator = ofDocument;
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes) {
            Element element = new Element(qName, locator == null ? 0 : locator.getLineNumber());
            for (int i = 0; i < attributes.getLength(); i++) {
                element.attributes.add(attributes.getValue(i));
            }
            Element parent = open.peek();
            if (parent == null) {
                root = element;
            } else {
                parent.children.add(element);
            }
            open.push(element);
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            Element element = open.peek();
            if (element != null) {
                element.text.append(characters, start, length);
            }
        }

        @Override
        public void endElement(String uri, String localName, String qName) {
            open.pop();
        }
    }
}
