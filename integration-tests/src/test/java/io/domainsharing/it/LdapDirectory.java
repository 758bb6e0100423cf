// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Locale;

/**
 * An LDAP server that James takes its users from, so that a James goes on while its users are out of reach. Their password is
 * {@value ThreeServers#PASSWORD}. One thread.
 */
final class LdapDirectory implements AutoCloseable {
    private static final String BASE = "dc=example,dc=com";
    private static final String READER = "cn=james," + BASE;
    private static final int JAMES_PATIENCE_MILLIS = 2_000;

    private final String url;
    private final InMemoryDirectoryServer server;

    LdapDirectory(String host) {
        int port = Endpoints.freePort(host);
        url = "ldap://" + host + ':' + port;
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials(READER, PASSWORD);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getByName(host), port, null));
            server = new InMemoryDirectoryServer(config);
            server.add(BASE, new Attribute("objectClass", "domain"), new Attribute("dc", "example"));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LdapDirectory user(String address) {
        try {
            server.add(
                    "mail=" + address + ',' + BASE,
                    new Attribute("objectClass", "inetOrgPerson"),
                    new Attribute("mail", address),
                    new Attribute("cn", address),
                    new Attribute("sn", address),
                    new Attribute("userPassword", PASSWORD));
            return this;
        } catch (LDAPException e) {
            throw new IllegalStateException(address, e);
        }
    }

    /** Does nothing while it runs. */
    LdapDirectory start() {
        try {
            server.startListening();
            return this;
        } catch (LDAPException e) {
            throw new IllegalStateException(url, e);
        }
    }

    /** Closes its connections and refuses new ones; the users stay for the next start. */
    void stop() {
        server.shutDown(true);
    }

    /** The {@code usersrepository.xml} of a James that has its users here. */
    String usersRepository() {
        return String.format(
                Locale.ROOT,
                """
                <?xml version="1.0"?>
                <usersrepository name="LocalUsers" ldapHost="%s" principal="%s" credentials="%s" userBase="%s"
                        userIdAttribute="mail" userObjectClass="inetOrgPerson" connectionTimeout="%d" readTimeout="%d">
                    <supportsVirtualHosting>true</supportsVirtualHosting>
                </usersrepository>
                """,
                url,
                READER,
                PASSWORD,
                BASE,
                JAMES_PATIENCE_MILLIS,
                JAMES_PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        stop();
    }
}
