// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.configuration.DocumentedTableTest.Row;
import io.domainsharing.ownership.document.Fence;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** What {@code james-conf/domainsharing.xsd} tells editors is what the code reads and the page says, no more and no less. */
@Tag("T1")
class SchemaTest {
    private static final Path FILE = Xml.ROOT.resolve("james-conf/domainsharing.xsd");
    private static final Schema SCHEMA = schema();
    private static final Document DOCUMENT = document();

    @Test
    void sampleShouldBeValidAsItIs() {
        assertThatCode(() -> validate(KnownKeys.sample())).doesNotThrowAnyException();
    }

    @Test
    void sampleShouldBeValidWithAllItsKeys() {
        assertThatCode(() -> validate(KnownKeys.everyKey())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("io.domainsharing.ownership.configuration.DocumentedBlocksTest#blocks")
    void documentedBlockShouldBeValid(Fence fence) {
        assertThatCode(() -> validate(fence.asSharing().orElseThrow())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @FieldSource("io.domainsharing.ownership.configuration.KnownKeys#BLOCKS")
    void schemaShouldHaveEveryKeyThatTheCodeKnows(String block) throws IOException {
        Set<String> keys = children(block);
        keys.removeIf(key -> key.startsWith("mail.smtp"));
        Set<String> known = KnownKeys.in(block);
        known.removeIf(key -> key.startsWith("mail.smtp"));

        assertThat(keys).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("io.domainsharing.ownership.configuration.DocumentedTableTest#rows")
    void editorShouldShowTheDefaultAndTheExampleOfThePage(Row row) {
        if (KnownKeys.MEANT_BY_BEING_THERE.contains(row.key())) {
            return;
        }
        String shown = documentation(element(row.key()));

        assertThat(shown).contains(row.example().replace("`", ""));
        row.literalDefault().forEach(value -> assertThat(shown).contains("Default: " + value + "."));
        assertThat(shown.contains("Required.")).isEqualTo(row.isRequired());
    }

    @ParameterizedTest
    @MethodSource("io.domainsharing.ownership.configuration.DocumentedTableTest#rows")
    void editorShouldOfferTheWordsOfThePage(Row row) {
        List<String> choices = row.choices();
        if (!choices.isEmpty()) {
            Element element = element(row.key());
            assertThat(element.getAttribute("type").equals("bool") ? List.of("true", "false") : words(element))
                    .containsExactlyInAnyOrderElementsOf(choices);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<lookup><timeuot>1s</timeuot></lookup>",
                "<enabled>yes</enabled>",
                "<peers><peer><name>tokyo</name><lookup>telepathy</lookup></peer></peers>",
                "<peers><peer><mingerPort>70000</mingerPort></peer></peers>",
                "<cache><found>5</found></cache>",
                "<cache found='5 days'/>",
                "<cache/><cache/>",
                "<delivery><mail.smtp.quitwait>true</mail.smtp.quitwait></delivery>"
            })
    void editorShouldMarkAMistake(String mistake) {
        assertThatThrownBy(() -> validate("<domainsharing>" + mistake + "</domainsharing>"))
                .isInstanceOf(SAXParseException.class);
    }

    private static void validate(String xml) throws SAXException, IOException {
        SCHEMA.newValidator().validate(new StreamSource(new StringReader(xml)));
    }

    private static Set<String> children(String block) {
        Set<String> names = new TreeSet<>();
        below(element(block)).forEach(child -> names.add(child.getAttribute("name")));
        return names;
    }

    /** The declaration of a key or block; empty: of the root. */
    private static Element element(String path) {
        Element at = below(DOCUMENT.getDocumentElement()).findFirst().orElseThrow();
        for (String step : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            at = below(at)
                    .filter(child -> child.getAttribute("name").equals(step))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(path + " is not in the schema"));
        }
        return at;
    }

    /** The elements that are declared inside another, and in none between. */
    private static Stream<Element> below(Element declaration) {
        return childElements(declaration)
                .flatMap(child -> child.getLocalName().equals("element") ? Stream.of(child) : below(child));
    }

    private static Stream<Element> all(Element declaration, String kind) {
        return Stream.concat(
                Stream.of(declaration).filter(one -> one.getLocalName().equals(kind)),
                childElements(declaration).flatMap(child -> all(child, kind)));
    }

    private static Stream<Element> childElements(Element parent) {
        Stream.Builder<Element> children = Stream.builder();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children.build();
    }

    private static List<String> words(Element declaration) {
        return all(declaration, "enumeration")
                .map(word -> word.getAttribute("value"))
                .toList();
    }

    private static String documentation(Element declaration) {
        return all(declaration, "documentation").findFirst().orElseThrow().getTextContent();
    }

    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(FILE.toFile());
        } catch (SAXException e) {
            throw new AssertionError(FILE + " is no schema", e);
        }
    }

    private static Document document() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(FILE.toFile());
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(FILE + " is no XML", e);
        }
    }
}
