// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.network.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code @host}, {@code @host:port}, {@code @[2001:db8::1]:port} or a bare {@code @2001:db8::1}. */
final class ServerArgument {
    private static final Pattern FORM = Pattern.compile(
            "@(?:\\[(?<bracketed>[0-9a-fA-F:.%]+)\\]|(?<bare>[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*)|(?<name>[^\\[\\]:@\\s]+))"
                    + "(?::(?<port>[0-9]{1,5}))?");

    private ServerArgument() {}

    static MingerServer parse(String argument, @Nullable Secret secret) {
        Matcher form = FORM.matcher(argument);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + argument
                    + "' is not a server such as @mx1.example.com, @192.0.2.1:4069 or @[2001:db8::1]:4069");
        }
        String port = form.group("port");
        return new MingerServer(host(form), port == null ? MingerServer.DEFAULT_PORT : Integer.parseInt(port), secret);
    }

    private static String host(Matcher form) {
        for (String group : new String[] {"bracketed", "bare"}) {
            String host = form.group(group);
            if (host != null) {
                return host;
            }
        }
        return String.valueOf(form.group("name"));
    }
}
