// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

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

    public BadConfigurationException(String key, String problem, String remedy) {
        super(FILE + ": " + key + ": " + problem + ". " + remedy);
        this.key = key;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** For what is wrong with the file as a whole. */
    public BadConfigurationException(String problem, Throwable cause) {
        super(FILE + ": " + problem, cause);
        this.key = "";
        this.problem = problem;
        this.remedy = "";
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
