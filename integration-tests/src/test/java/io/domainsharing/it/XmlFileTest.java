// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class XmlFileTest {
    private final XmlFile xml = XmlFile.parse("<root><peers><peer><name>a</name></peer></peers></root>");

    @Test
    void setShouldCreateWhatIsMissing() {
        xml.set("lookup/timeout", "1s");

        assertThat(text("lookup/timeout")).isEqualTo("1s");
    }

    @Test
    void setShouldReplaceTheFirstWhenItExists() {
        xml.add("peers/peer", "").set("peers/peer/name", "b");

        assertThat(text("peers/peer/name")).isEqualTo("b");
        assertThat(xml.all("peers/peer/name")).hasSize(1);
    }

    @Test
    void addShouldFillTheLastOfSeveralElements() {
        xml.add("peers/peer", "").add("peers/peer/name", "c");

        assertThat(xml.all("peers/peer/name"))
                .extracting(Element::getTextContent)
                .containsExactly("a", "c");
    }

    @Test
    void addAllShouldTakeWhatStandsBelowTheChildren() {
        XmlFile other = XmlFile.parse("<s><every>1s</every><t><u>1</u><u>2</u></t><t><u>3</u></t></s>");

        assertThat(xml.addAll("s", other).all("s/t/u"))
                .extracting(Element::getTextContent)
                .containsExactly("1", "2", "3");
        assertThat(xml.all("s/t")).hasSize(2);
        assertThat(text("s/every")).isEqualTo("1s");
    }

    @Test
    void removeShouldTakeAllOfThem() {
        assertThat(xml.remove("peers/peer").all("peers/peer")).isEmpty();
    }

    private String text(String path) {
        return xml.find(path).orElseThrow().getTextContent();
    }
}
