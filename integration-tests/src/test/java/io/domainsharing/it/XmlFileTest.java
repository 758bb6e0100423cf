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
    void removeShouldTakeAllOfThem() {
        assertThat(xml.remove("peers/peer").all("peers/peer")).isEmpty();
    }

    private String text(String path) {
        return xml.find(path).orElseThrow().getTextContent();
    }
}
