// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * A value of {@code domainsharing.xml}, or of the same format elsewhere, that cannot be meant: stops the start, naming file, key,
 * value and remedy.
 */
public class BadConfigurationException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    /** File that every message names. */
    public static final String FILE = "conf/domainsharing.xml";

    private final String key;
    private final String problem;
    private final String remedy;
    private final List<BadConfigurationException> others;

    public BadConfigurationException(String key, String problem, String remedy) {
        super(FILE + ": " + key + ": " + problem + ". " + remedy);
        this.key = key;
        this.problem = problem;
        this.remedy = remedy;
        this.others = List.of();
    }

    private BadConfigurationException(BadConfigurationException first, List<BadConfigurationException> others) {
        super(
                first.getMessage()
                        + others.stream()
                                .map(other -> "; " + other.getMessage())
                                .collect(Collectors.joining()),
                first.getCause());
        this.key = first.key;
        this.problem = first.problem;
        this.remedy = first.remedy;
        this.others = List.copyOf(others);
    }

    /**
     * Several mistakes of one file as one, whose message has them all.
     *
     * @param all in the order of the file; at least one
     */
    static BadConfigurationException of(List<BadConfigurationException> all) {
        BadConfigurationException first = all.get(0);
        return all.size() == 1 ? first : new BadConfigurationException(first, all.subList(1, all.size()));
    }

    /** This mistake, and those that were found behind it. */
    public List<BadConfigurationException> all() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /** For what is wrong with the file as a whole. */
    public BadConfigurationException(String problem, Throwable cause) {
        super(FILE + ": " + problem, cause);
        this.key = "";
        this.problem = problem;
        this.remedy = "";
        this.others = List.of();
    }

    /** The message without the file, for what was read from somewhere else. */
    public String mistake() {
        return key.isEmpty() ? problem : key + ": " + problem + ". " + remedy;
    }

    /** Where in the file, such as {@code peers/peer[2]/mingerPort}; empty: the file as a whole. */
    public String key() {
        return key;
    }

    /** What is wrong, with the value where it is no secret. */
    public String problem() {
        return problem;
    }

    /** What to write; empty where the problem says it. */
    public String remedy() {
        return remedy;
    }
}
