// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.nio.charset.Charset;
import java.util.Locale;
import org.apache.james.protocols.api.Request;

/** A command as octets, read and written the way James's dispatcher does. */
final class CommandLine {
    private CommandLine() {}

    static byte[] octetsOf(Request request, Charset charset) {
        String argument = request.getArgument();
        return (request.getCommand() + (argument == null ? "" : " " + argument) + "\r\n").getBytes(charset);
    }

    static String verbOf(byte[] line, Charset charset) {
        String text = new String(line, charset).trim();
        int space = text.indexOf(' ');
        return (space > 0 ? text.substring(0, space) : text).toUpperCase(Locale.US);
    }
}
