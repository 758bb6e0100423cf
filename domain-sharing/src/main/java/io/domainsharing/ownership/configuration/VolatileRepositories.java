// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * The mail repositories that {@code mailetcontainer.xml} names and that a stop of James empties: those whose protocol {@code
 * mailrepositorystore.xml} gives to James's memory repository. On a server whose queues outlive it, what such a repository
 * holds, mail with an error and mail that nobody gets, is all that a restart loses.
 */
public final class VolatileRepositories {
    private static final String IN_MEMORY = "MemoryMailRepository";
    private static final String SEPARATOR = "://";

    private VolatileRepositories() {}

    /**
     * Where one is named.
     *
     * @param key as {@code spooler.errorRepository}
     */
    public record Use(String key, String url) {}

    /** Each repository once, in the order of the file. */
    public static List<Use> in(
            HierarchicalConfiguration<ImmutableNode> mailetContainer,
            HierarchicalConfiguration<ImmutableNode> mailRepositoryStore) {
        Set<String> protocols = volatileProtocols(mailRepositoryStore);
        Set<String> seen = new HashSet<>();
        List<Use> uses = new ArrayList<>();
        for (Iterator<String> keys = mailetContainer.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            for (String value : mailetContainer.getStringArray(key)) {
                String url = value.trim();
                int end = url.indexOf(SEPARATOR);
                if (end > 0 && protocols.contains(lowerCase(url.substring(0, end))) && seen.add(url)) {
                    uses.add(new Use(key, url));
                }
            }
        }
        return uses;
    }

    private static Set<String> volatileProtocols(HierarchicalConfiguration<ImmutableNode> mailRepositoryStore) {
        Set<String> protocols = new HashSet<>();
        mailRepositoryStore.configurationsAt("mailrepositories.mailrepository").stream()
                .filter(repository -> repository.getString("[@class]", "").endsWith("." + IN_MEMORY))
                .flatMap(repository -> Arrays.stream(repository.getStringArray("protocols.protocol")))
                .forEach(protocol -> protocols.add(lowerCase(protocol)));
        return protocols;
    }

    private static String lowerCase(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }
}
