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

    private final String mistake;

    public BadConfigurationException(String key, String problem, String remedy) {
        super(FILE + ": " + key + ": " + problem + ". " + remedy);
        this.mistake = key + ": " + problem + ". " + remedy;
    }

    public BadConfigurationException(String problem, Throwable cause) {
        super(FILE + ": " + problem, cause);
        this.mistake = problem;
    }

    /** The message without the file, for what was read from somewhere else. */
    public String mistake() {
        return mistake;
    }
}
