// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.disk.ElementLines;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A value of {@code domainsharing.xml}, or of the same format elsewhere, that cannot be meant: stops the start, naming file, line, key,
 * value and remedy. The line is told where the text of the file is at hand.
 */
public class BadConfigurationException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    /** File that every message names. */
    public static final String FILE = "conf/domainsharing.xml";

    private final String key;
    private final int occurrence;
    private final String problem;
    private final String remedy;
    private final @Nullable Integer line;
    private final List<BadConfigurationException> others;

    public BadConfigurationException(String key, String problem, String remedy) {
        this(key, 0, problem, remedy);
    }

    /** @param occurrence which of those that the key names, from 0 on */
    BadConfigurationException(String key, int occurrence, String problem, String remedy) {
        this(key, occurrence, problem, remedy, null, List.of(), null);
    }

    /** For what is wrong with the file as a whole. */
    public BadConfigurationException(String problem, Throwable cause) {
        this("", 0, problem, "", null, List.of(), cause);
    }

    private BadConfigurationException(
            String key,
            int occurrence,
            String problem,
            String remedy,
            @Nullable Integer line,
            List<BadConfigurationException> others,
            @Nullable Throwable cause) {
        super(
                Stream.concat(
                                Stream.of(message(key, problem, remedy, line)),
                                others.stream().map(Throwable::getMessage))
                        .collect(Collectors.joining("; ")),
                cause);
        this.key = key;
        this.occurrence = occurrence;
        this.problem = problem;
        this.remedy = remedy;
        this.line = line;
        this.others = List.copyOf(others);
    }

    /**
     * Several mistakes of one file as one, whose message has them all with their lines.
     *
     * @param all in the order of the file; at least one
     */
    static BadConfigurationException of(List<BadConfigurationException> all, ElementLines lines) {
        List<BadConfigurationException> located =
                all.stream().map(mistake -> mistake.in(lines, List.of())).toList();
        return all.get(0).in(lines, located.subList(1, located.size()));
    }

    private BadConfigurationException in(ElementLines lines, List<BadConfigurationException> behind) {
        OptionalInt found = key.isEmpty() ? OptionalInt.empty() : lines.lineOf(key, occurrence);
        return new BadConfigurationException(
                key,
                occurrence,
                problem,
                remedy,
                found.isPresent() ? Integer.valueOf(found.getAsInt()) : line,
                behind,
                getCause());
    }

    /** As a whole and in that line. */
    BadConfigurationException atLine(int number) {
        return new BadConfigurationException(key, occurrence, problem, remedy, number, others, getCause());
    }

    /** This mistake, and those that were found behind it. */
    public List<BadConfigurationException> all() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /** The message without the file, for what was read from somewhere else. */
    public String mistake() {
        return mistake(key, problem, remedy);
    }

    /** Where in the file, such as {@code peers/peer[2]/mingerPort}; empty: the file as a whole. */
    public String key() {
        return key;
    }

    /** In which line of the file, from 1 on; empty: that cannot be told. */
    public OptionalInt line() {
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** What is wrong, with the value where it is no secret. */
    public String problem() {
        return problem;
    }

    /** What to write; empty where the problem says it. */
    public String remedy() {
        return remedy;
    }

    private static String message(String key, String problem, String remedy, @Nullable Integer line) {
        return FILE + (line == null ? "" : ":" + line) + ": " + mistake(key, problem, remedy);
    }

    private static String mistake(String key, String problem, String remedy) {
        return key.isEmpty() ? problem : key + ": " + problem + ". " + remedy;
    }
}
