// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A POM as it is published, with what Maven Central asks of one. */
final class PublishedPom {
    /** <a href="https://central.sonatype.org/publish/requirements/">Central's requirements</a>, and an issue tracker. */
    private static final List<String> REQUIRED = List.of(
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "developers/developer/url",
            "scm/connection",
            "scm/developerConnection",
            "scm/url",
            "issueManagement/url");

    private final XPath path = XPathFactory.newInstance().newXPath();
    private final Document document;
    private final String text;

    private PublishedPom(Document document, String text) {
        this.document = document;
        this.text = text;
    }

    static PublishedPom read(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new PublishedPom(factory.newDocumentBuilder().parse(file.toFile()), Files.readString(file));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    /** What is not as it must be; empty: nothing. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (String element : REQUIRED) {
            if (text(element).isEmpty()) {
                complaints.add("no " + element);
            }
        }
        if (!text("parent").isEmpty()) {
            complaints.add("a parent, which is not published");
        }
        if (text.contains("${")) {
            complaints.add("a variable");
        }
        if (text("version").contains("SNAPSHOT")) {
            complaints.add("a version that is not released");
        }
        return complaints;
    }

    /** What stands in that element below the root; empty: nothing, or there is none. */
    String text(String element) {
        NodeList found = nodes("/project/" + element);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    /** Each as {@code group:artifact:version:scope}, with {@code :optional} where it is. */
    List<String> dependencies() {
        List<String> dependencies = new ArrayList<>();
        NodeList found = nodes("/project/dependencies/dependency");
        for (int i = 0; i < found.getLength(); i++) {
            Node dependency = found.item(i);
            dependencies.add(of(dependency, "groupId")
                    + ':'
                    + of(dependency, "artifactId")
                    + ':'
                    + of(dependency, "version")
                    + ':'
                    + of(dependency, "scope")
                    + (of(dependency, "optional").equals("true") ? ":optional" : ""));
        }
        return dependencies;
    }

    private String of(Node node, String child) {
        try {
            return path.evaluate(child, node);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(child, e);
        }
    }

    private NodeList nodes(String expression) {
        try {
            return (NodeList) path.evaluate(expression, document, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }
}
