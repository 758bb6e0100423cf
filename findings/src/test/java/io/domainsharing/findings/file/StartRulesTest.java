// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.findings.Finding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T1")
class StartRulesTest {
    private static final FileLines NO_LINES = new FileLines(new ConfFolder(Path.of("no-such-folder")));

    private static final String HOOK = "<handler class='io.domainsharing.smtp.DomainSharingRcptHook'/>";
    private static final String STOCK = "<handler class='org.apache.james.smtpserver.fastfail.ValidRcptHandler'/>";
    private static final String MAILET = "<mailet match='All' class='io.domainsharing.mailets.DomainSharingMailet'/>";
    private static final String LOCAL = "<mailet match='RecipientIsLocal' class='LocalDelivery'/>";
    private static final String REWRITE = "<mailet match='All' class='RecipientRewriteTable'/>";

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:25, HOOK, ''",
        "0.0.0.0:25, NONE, rcpt-hook-missing",
        "0.0.0.0:25, BOTH, valid-rcpt-handler",
        "0.0.0.0:25, STOCK, 'rcpt-hook-missing, valid-rcpt-handler'",
        "0.0.0.0:587, HOOK, ''",
        "0.0.0.0:587, NONE, ''",
        "0.0.0.0:587, BOTH, valid-rcpt-handler"
    })
    void listenerShouldStopTheStartWhenItWouldAnswerForGoodByMistake(String bind, String handlers, String rules)
            throws Exception {
        String chain =
                switch (handlers) {
                    case "HOOK" -> HOOK;
                    case "STOCK" -> STOCK;
                    case "BOTH" -> HOOK + STOCK;
                    default -> "";
                };

        assertThat(String.join(", ", rules(listener(true, bind, chain)))).isEqualTo(rules);
    }

    @Test
    void listenerThatIsSwitchedOffShouldNotCount() throws Exception {
        assertThat(rules(listener(true, "0.0.0.0:25", HOOK) + listener(false, "0.0.0.0:2525", STOCK)))
                .isEmpty();
    }

    @Test
    void nothingShouldStopAStartWithoutTheFile() throws Exception {
        assertThat(StartRules.wrongForGood(files(""), NO_LINES)).isEmpty();
        assertThat(StartRules.mayHandOver(files(""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {MAILET + REWRITE + MAILET + LOCAL, MAILET + REWRITE + LOCAL, REWRITE + MAILET + LOCAL})
    void mailShouldBeHandedOverWhenAMailetStandsBeforeTheDeliveries(String mailets) throws Exception {
        assertThat(mayHandOver(processor("transport", mailets))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REWRITE + LOCAL,
                REWRITE + LOCAL + MAILET,
                REWRITE + "<mailet match='HostIsLocal' class='ToProcessor'/>" + MAILET,
                "<mailet match='All' class='RemoteDelivery'/>" + MAILET
            })
    void mailShouldNotBeHandedOverWhenNoMailetStandsBeforeTheDeliveries(String mailets) throws Exception {
        assertThat(mayHandOver(processor("transport", mailets))).isFalse();
    }

    @Test
    void processorOfTheOperatorsOwnShouldCountAsMet() throws Exception {
        assertThat(mayHandOver(processor("transport", REWRITE + LOCAL) + processor("peers", MAILET)))
                .isTrue();
    }

    private static List<String> rules(String listeners) throws Exception {
        return StartRules.wrongForGood(files("<smtpservers>" + listeners + "</smtpservers>"), NO_LINES).stream()
                .map(Finding::rule)
                .map(Object::toString)
                .toList();
    }

    private static boolean mayHandOver(String processors) throws Exception {
        return StartRules.mayHandOver(
                files("<mailetcontainer><processors>" + processors + "</processors></mailetcontainer>"));
    }

    private static String listener(boolean enabled, String bind, String handlers) {
        return "<smtpserver enabled='" + enabled + "'><bind>" + bind + "</bind><handlerchain>" + handlers
                + "</handlerchain></smtpserver>";
    }

    private static String processor(String state, String mailets) {
        return "<processor state='" + state + "'>" + mailets + "</processor>";
    }

    private static ConfigurationProvider files(String xml) {
        return (component, onError) -> load(xml);
    }

    private static XMLConfiguration load(String xml) throws ConfigurationException {
        XMLConfiguration configuration = new XMLConfiguration();
        if (!xml.isEmpty()) {
            new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        }
        return configuration;
    }
}
