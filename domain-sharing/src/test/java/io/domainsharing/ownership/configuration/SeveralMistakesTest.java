// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.domainsharing.ownership.disk.ElementLines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T1")
class SeveralMistakesTest {
    private static final String PEER = "<peer><name>tokyo</name><smtp>tokyo.example.net</smtp></peer>";

    @Test
    void mistakesShouldBeToldAllAtOnce() {
        BadConfigurationException told = read("<enabled>yess</enabled><peers>" + PEER
                + "<peer><name>oslo</name><smtp>oslo.example.net</smtp><mingerPort>70000</mingerPort></peer></peers>"
                + "<lookup timeout='1s'><timeuot>1s</timeuot></lookup><minger><bind>0.0.0.0</bind></minger>"
                + "<cache><notFound>1 hour</notFound></cache>");

        assertThat(told.all())
                .extracting(BadConfigurationException::key)
                .containsExactly(
                        "enabled",
                        "peers/peer[2]/mingerPort",
                        "lookup/timeuot",
                        "lookup/@timeout",
                        "cache/notFound",
                        "minger/secret");
        assertThat(told)
                .hasMessageContaining("yess")
                .hasMessageContaining("timeuot")
                .hasMessageContaining("1 hour")
                .hasMessageContaining("minger/secret");
    }

    @Test
    void whatFollowsFromAMistakeShouldNotBeToldAsAnother() {
        BadConfigurationException told = read("<peers/><minger><secret>two words</secret></minger>");

        assertThat(told.all()).extracting(BadConfigurationException::key).containsExactly("minger/secret");
        assertThat(told).hasMessageContaining("space");
    }

    @Test
    void numbersOfBlocksShouldBeThoseOfTheFile() {
        BadConfigurationException told = read("<peers><peer><smtp>a.example.net</smtp></peer>"
                + "<peer><name>oslo</name><smtp>oslo.example.net</smtp><lookup>telepathy</lookup></peer></peers>");

        assertThat(told.all())
                .extracting(BadConfigurationException::key)
                .doesNotContain("peers/peer/lookup")
                .first()
                .isEqualTo("peers/peer[1]/name");
    }

    @Test
    void lineShouldBeToldWhereTheFileIsNoXml() {
        BadConfigurationException told = readFile("<domainsharing>\n<peers>\n</domainsharing>");

        assertThat(told.getMessage()).startsWith("conf/domainsharing.xml:3: cannot be read: ");
    }

    @Test
    void eachMistakeShouldBeToldWithItsLine() {
        BadConfigurationException told = readFile(
                """
                <domainsharing>
                  <!-- two
                       lines -->
                  <enabled>yess</enabled>
                  <domains>
                    <domain>example.com</domain>
                    <domain>two words</domain>
                  </domains>
                  <peers>
                    <peer><name>tokyo</name><smtp>tokyo.example.net</smtp></peer>
                    <peer>
                      <name>oslo</name>
                      <smtp>oslo.example.net</smtp>
                      <lookup>vrfy</lookup>
                      <lookup>rcpt</lookup>
                    </peer>
                  </peers>
                  <lookup timeout="1s"/>
                  <minger>
                  </minger>
                </domainsharing>
                """);

        assertThat(told.all())
                .extracting(BadConfigurationException::key, mistake -> mistake.line()
                        .orElse(0))
                .containsExactly(
                        tuple("enabled", 4),
                        tuple("domains/domain", 7),
                        tuple("peers/peer[2]/lookup", 15),
                        tuple("lookup/@timeout", 18),
                        tuple("minger/secret", 19));
        assertThat(told.getMessage())
                .startsWith("conf/domainsharing.xml:4: enabled: ")
                .contains("; conf/domainsharing.xml:7: domains/domain: ");
    }

    private static BadConfigurationException read(String blocks) {
        return readFile("<domainsharing>" + blocks + "</domainsharing>");
    }

    private static BadConfigurationException readFile(String xml) {
        ElementLines lines = ElementLines.of(xml.getBytes(StandardCharsets.UTF_8));
        return catchThrowableOfType(
                BadConfigurationException.class,
                () -> ConfigurationFile.read((component, onError) -> load(xml), lines));
    }

    private static XMLConfiguration load(String xml) throws ConfigurationException {
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }
}
