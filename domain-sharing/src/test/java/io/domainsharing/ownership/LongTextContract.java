// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What reads foreign text reads a megabyte of it within seconds, whatever the text repeats: work that grew with the square of the length
 * would take hours. Refusing the text is right as well.
 */
public interface LongTextContract {
    int MEGABYTE = 1_000_000;

    /** Generous, as other work may have the machine; what is right takes milliseconds. */
    Duration PATIENCE = Duration.ofSeconds(10);

    List<String> REPEATED = List.of(
            "a", " ", "\n", "\"", "\\", "<", "${", "a@", ".a", "=;", "\u001b", "5.1.1 ", "user ", "{\"a\":", "[[");

    /** Each way of ours to read a text, by its name. */
    Map<String, Reading> readings();

    /** Reads a text, or refuses it. */
    @FunctionalInterface
    interface Reading {
        void read(String text) throws Exception;
    }

    @TestFactory
    default Stream<DynamicTest> megabyteShouldBeReadWithinSeconds() {
        return readings().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> REPEATED.forEach(part -> assertTimeoutPreemptively(
                                PATIENCE,
                                () -> read(entry.getValue(), part.repeat(MEGABYTE / part.length())),
                                () -> entry.getKey() + " on repetitions of '" + part + "'"))));
    }

    private static void read(Reading reading, String text) {
        try {
            reading.read(text);
        } catch (Exception refused) {
            // A stack that overflows is no Exception.
            return;
        }
    }
}
