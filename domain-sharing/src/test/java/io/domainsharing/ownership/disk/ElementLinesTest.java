// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementLinesTest {
    private static final ElementLines LINES = of(
            """
            <?xml version="1.0"?>
            <smtpservers>
              <smtpserver enabled="true">
                <jmxName>smtpserver-global</jmxName>
                <handlerchain>
                  <handler class="org.example.First"/>
                  <handler class="org.example.Second">
                    <submission>yes</submission>
                  </handler>
                </handlerchain>
              </smtpserver>
              <smtpserver enabled="true">
                <jmxName>
                  smtpserver-TLS
                </jmxName>
                <handlerchain
                   coreHandlersPackage="a.b">
                </handlerchain>
              </smtpserver>
            </smtpservers>
            """);

    @ParameterizedTest
    @CsvSource({
        "smtpserver, 3",
        "smtpserver[2], 12",
        "smtpserver[smtpserver-global]/handlerchain, 5",
        "smtpserver[smtpserver-TLS]/handlerchain, 17",
        "smtpserver[1]/handlerchain/handler[Second]/submission, 8",
        "smtpserver[1]/handlerchain/handler[Second]/@class, 7",
        "smtpserver[2]/bind, 12",
        "smtpserver[1]/handlerchain/handler[Third], 5"
    })
    void lineShouldBeThatOfTheElementOrOfTheNearestAroundIt(String key, int line) {
        assertThat(LINES.lineOf(key, 0)).hasValue(line);
    }

    @Test
    void occurrenceShouldChooseAmongThoseOfTheSameName() {
        assertThat(LINES.lineOf("smtpserver[1]/handlerchain/handler", 1)).hasValue(7);
        assertThat(LINES.lineOf("smtpserver[1]/handlerchain/handler", 2)).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "smtpserver[3]", "smtpserver[999999999999]", "pop3server/bind", "[", "smtpserver[", "/"})
    void whatIsNotThereShouldHaveNoLine(String key) {
        assertThat(LINES.lineOf(key, 0)).isEqualTo(OptionalInt.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<a><b></a>", "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a><b/></a>", "no XML"})
    void whatIsNoPlainXmlShouldHaveNoLines(String text) {
        assertThat(of(text).lineOf("b", 0)).isEmpty();
    }

    private static ElementLines of(String xml) {
        return ElementLines.of(xml.getBytes(StandardCharsets.UTF_8));
    }
}
