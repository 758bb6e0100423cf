// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was found.
 *
 * @param where the folder or the URL that was looked at; empty: this server
 * @param file in the folder, such as {@code domainsharing.xml}; empty where it is about none
 * @param line in the file, from 1 on; null: that is not known, or it is about what is not there
 * @param key in the file, such as {@code peers/peer[tokyo]/smtp}; empty where it is about the whole file
 * @param value what stands there; empty where nothing does, or it is a secret
 * @param text what was found, one sentence without a full stop
 * @param remedy what to do; empty where all is well
 */
public record Finding(
        Rule rule,
        Severity severity,
        String where,
        String file,
        @Nullable Integer line,
        String key,
        String value,
        String text,
        String remedy) {

    /** The same, in that line of its file. */
    public Finding atLine(int number) {
        return new Finding(rule, severity, where, file, number, key, value, text, remedy);
    }

    /** The file and, where it is known, the line, such as {@code domainsharing.xml:34}. */
    public String fileAndLine() {
        return line == null ? file : file + ":" + line;
    }

    /** Where and what, in one line without the remedy. */
    public String message() {
        StringBuilder message = new StringBuilder(fileAndLine());
        if (!key.isEmpty()) {
            message.append(file.isEmpty() ? "" : ": ").append(key);
        }
        if (!value.isEmpty()) {
            message.append(" (").append(value).append(')');
        }
        return message.append(message.isEmpty() ? "" : " ").append(text).toString();
    }

    /** Whether a server with it is not healthy. */
    public boolean concernsMail() {
        return severity.isMistake() && (severity == Severity.ERROR || rule.concernsMail());
    }
}
