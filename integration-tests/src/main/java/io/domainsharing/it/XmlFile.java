// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * An XML file open for changes. A path names child elements from the root element down, {@code peers/peer/secret}; it means
 * the first such element. One thread.
 */
public final class XmlFile {
    private final Document document;

    private XmlFile(Document document) {
        this.document = document;
    }

    /** Reads a file. */
    public static XmlFile load(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Reads text. */
    public static XmlFile parse(String text) {
        try {
            return new XmlFile(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text.strip()))));
        } catch (Exception e) {
            throw new IllegalArgumentException("Not XML: " + text, e);
        }
    }

    /** The element at a path; the empty path is the root. */
    public Optional<Element> find(String path) {
        return all(path).stream().findFirst();
    }

    /** All elements at a path, in order. */
    public List<Element> all(String path) {
        List<Element> found = List.of(document.getDocumentElement());
        for (String name : names(path)) {
            found = found.stream()
                    .flatMap(element -> children(element, name).stream())
                    .toList();
        }
        return found;
    }

    /** Sets the text of the first element at a path; what is missing on the way is created. */
    public XmlFile set(String path, String value) {
        Element element = document.getDocumentElement();
        for (String name : names(path)) {
            List<Element> children = children(element, name);
            element = children.isEmpty() ? append(element, name) : children.get(0);
        }
        element.setTextContent(value);
        return this;
    }

    /** Adds one more element at a path, whether there are some or not. */
    public XmlFile add(String path, String value) {
        int slash = path.lastIndexOf('/');
        Element parent = document.getDocumentElement();
        if (slash >= 0) {
            String above = path.substring(0, slash);
            if (find(above).isEmpty()) {
                set(above, "");
            }
            List<Element> parents = all(above);
            parent = parents.get(parents.size() - 1);
        }
        append(parent, path.substring(slash + 1)).setTextContent(value);
        return this;
    }

    /** Adds one more element at a path, with all that is in another file's root. */
    public XmlFile addAll(String path, XmlFile other) {
        add(path, other.document.getDocumentElement());
        return this;
    }

    private void add(String path, Element element) {
        List<Element> children = elements(element);
        add(path, children.isEmpty() ? element.getTextContent() : "");
        children.forEach(child -> add(path + '/' + child.getTagName(), child));
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** Removes all elements at a path. */
    public XmlFile remove(String path) {
        for (Element element : all(path)) {
            element.getParentNode().removeChild(element);
        }
        return this;
    }

    /** Child elements of one name, in order. */
    public static List<Element> children(Element parent, String name) {
        return elements(parent).stream()
                .filter(element -> element.getTagName().equals(name))
                .toList();
    }

    void save(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(out));
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    Element append(Element parent, String name) {
        Element child = document.createElement(name);
        parent.appendChild(child);
        return child;
    }

    private static List<String> names(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }
}
