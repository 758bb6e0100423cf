// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.remote.Token;
import io.domainsharing.commandline.remote.WebAdmin;
import io.domainsharing.commandline.terminal.Environment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the running server of a folder is. */
final class ServerOptions {
    private static final String URL_VARIABLE = "DOMAIN_SHARING_WEBADMIN";
    private static final String DEFAULT_URL = "http://127.0.0.1:8000";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Environment environment;

    @Option(names = "--offline", description = "asks no server, neither this one nor a peer")
    private boolean isOffline;

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            description = "where James's WebAdmin is (default: the environment variable " + URL_VARIABLE + ", or "
                    + DEFAULT_URL + ")")
    private @Nullable String url;

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "environment variable that holds WebAdmin's token (default: " + Token.VARIABLE
                    + ", where it is set)")
    private @Nullable String tokenVariable;

    ServerOptions(Environment environment) {
        this.environment = environment;
    }

    boolean isOffline() {
        return isOffline;
    }

    /** @throws IllegalArgumentException what was given names none */
    WebAdmin webAdmin() {
        String where = url == null ? environment.value(URL_VARIABLE).orElse(DEFAULT_URL) : url;
        return new WebAdmin(
                WebAdmin.url(where), Token.of(tokenVariable, environment).orElse(null), PATIENCE);
    }
}
