// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import io.domainsharing.network.InWords;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Fields of WebAdmin's answers as words. What is absent is an empty word. */
final class Words {
    private static final Pattern FRACTION = Pattern.compile("\\.[0-9]{1,9}Z$");

    private Words() {}

    static Word text(JsonNode json, String field) {
        return Word.of(FRACTION.matcher(json.path(field).asText("")).replaceFirst("Z"));
    }

    static Word strong(String text) {
        return new Word(text, Style.STRONG);
    }

    static Word faint(String text) {
        return new Word(text, Style.FAINT);
    }

    static Word list(JsonNode json, String field) {
        return Word.of(String.join(
                ", ",
                StreamSupport.stream(json.path(field).spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()));
    }

    static Word state(String state) {
        return new Word(
                state,
                switch (state) {
                    case "up" -> Style.GOOD;
                    case "down", "refuses" -> Style.BAD;
                    default -> Style.DOUBTFUL;
                });
    }

    static Word reply(String line) {
        return new Word(
                line,
                switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                    case '2' -> Style.GOOD;
                    case '4' -> Style.DOUBTFUL;
                    default -> Style.BAD;
                });
    }

    /** Milliseconds, to a tenth where there are few. */
    static Word millis(JsonNode number) {
        // Jackson reads 1e999 as infinite, which is no decimal.
        if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
            return Word.of("");
        }
        BigDecimal value = number.decimalValue();
        boolean few = value.compareTo(BigDecimal.TEN) < 0
                && value.stripTrailingZeros().scale() > 0;
        return Word.of(value.setScale(few ? 1 : 0, RoundingMode.HALF_UP).toPlainString() + " ms");
    }

    /** A time as WebAdmin writes it, to the second. */
    static Word time(JsonNode json, String field) {
        return Word.of(FRACTION.matcher(json.path(field).asText("")).replaceFirst("Z"));
    }

    /** How long ago something was, in its two largest units. */
    static String age(long seconds) {
        return InWords.duration(Duration.ofSeconds(seconds));
    }
}
