// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the words for a peer's answer to those of the status page, and to every answer that there is. */
@Tag("O4")
class PeerWordsTest {
    private static final Path PAGE = Path.of("../webadmin/src/main/resources/io/domainsharing/webadmin/ui/words.js");

    private static Map<String, String> ofThePage() throws IOException {
        String table = Files.readString(PAGE).replaceFirst("(?s).*const ANSWERS = \\{(.*?)};.*", "$1");
        Map<String, String> words = new TreeMap<>();
        Matcher line = Pattern.compile("(\\w+): \"([^\"]+)\"").matcher(table);
        while (line.find()) {
            words.put(line.group(1), line.group(2));
        }
        return words;
    }

    @Test
    void answersShouldBeWordedAsOnTheStatusPage() throws IOException {
        Map<String, String> page = ofThePage();

        assertThat(page).hasSizeGreaterThan(4).containsEntry("unknown", "does not have it");
        assertThat(page.keySet().stream().collect(Collectors.toMap(Function.identity(), answer -> PeerWords.of(answer)
                        .text())))
                .isEqualTo(page);
    }

    @Test
    void everyReasonOfSilenceShouldHaveWords() {
        assertThat(Stream.of(PeerAnswer.NoAnswer.Reason.values())
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT)))
                .allSatisfy(reason ->
                        assertThat(PeerWords.of(reason).text()).contains(" ").isNotEqualTo(reason));
    }

    @Test
    void answerThatIsNewShouldBeShownAsItIs() {
        assertThat(PeerWords.of("brand_new").text()).isEqualTo("brand new");
    }
}
