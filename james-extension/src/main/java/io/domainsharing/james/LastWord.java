// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.file.FileLines;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why James does not start, as the last line of its log: the exception itself stands some hundred lines above, behind what Guice and
 * James say of it. Thread-safe.
 */
final class LastWord {
    private static final Logger LOGGER = LoggerFactory.getLogger(LastWord.class);
    private static final AtomicReference<String> WORD = new AtomicReference<>("");

    private static volatile UnaryOperator<String> lines = UnaryOperator.identity();

    private LastWord() {}

    /** From here on the lines of keys are told, too. */
    static void locateIn(FileLines files) {
        lines = files::locateIn;
    }

    /** The first that is given is the one that is said, when the process ends. */
    static <T extends Throwable> T of(T refusal) {
        note(refusal);
        return refusal;
    }

    /** The same, of what is thrown on. */
    static void note(Throwable refusal) {
        if (WORD.compareAndSet("", String.valueOf(refusal.getMessage()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(LastWord::say, "domain-sharing-last-word"));
        }
    }

    private static void say() {
        LOGGER.error("James does not start. {}", lines.apply(WORD.get()));
    }
}
