// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.smtpclient.StartTls;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private enum Answer {
        YES,
        NOT_NOW,
        IMPOSSIBLE
    }

    private static final Words<Answer> WORDS = Words.of(Answer.class);

    @ParameterizedTest
    @EnumSource(Answer.class)
    void writtenWordShouldBeReadAsItsConstant(Answer answer) {
        assertThat(WORDS.parse(Words.word(answer))).isEqualTo(answer);
    }

    @Test
    void wordShouldBeTheNameInSmallLettersWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));

            assertThat(Words.word(Answer.IMPOSSIBLE)).isEqualTo("impossible");
            assertThat(Words.of(Answer.class).parse("impossible")).isEqualTo(Answer.IMPOSSIBLE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES", "yes ", "ye", "not now", ""})
    void textThatIsNoWordShouldBeRefusedWithTheWordsInTheirOrder(String text) {
        assertThatThrownBy(() -> WORDS.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is neither yes nor not_now nor impossible");
    }

    @Test
    void remedyShouldNameEveryWord() {
        assertThat(WORDS.remedy()).isEqualTo("Write yes, not_now or impossible");
        assertThat(Words.of(List.of(true, false), String::valueOf).remedy()).isEqualTo("Write true or false");
    }

    @Test
    void wordsOfStartTlsShouldCoverEveryConstant() {
        assertThat(List.of("true", "false", "required"))
                .extracting(LookupConfiguration.START_TLS::parse)
                .containsExactly(StartTls.WHEN_OFFERED, StartTls.NEVER, StartTls.REQUIRED)
                .containsExactlyInAnyOrder(StartTls.values());
    }

    @Test
    void oneWordForTwoValuesShouldBeRefused() {
        assertThatThrownBy(() -> Words.of(List.of(1, 2), number -> "number"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'number' stands for two values");
    }
}
