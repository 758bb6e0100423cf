// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.NodeName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** Reads a {@code domainsharing.xml} as James reads it. */
abstract class ConfigurationFixture {
    static final NodeName HOST_NAME = new NodeName("mx1.example.com");
    static final String PEER = "<peer><name>tokyo</name><smtp>tokyo.example.net</smtp></peer>";

    static String elements(String key, String value, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<" + key + ">" + String.format(Locale.ROOT, value, i) + "</" + key + ">")
                .collect(Collectors.joining());
    }

    static String peer(String more) {
        return PEER.replace("</peer>", more + "</peer>");
    }

    static DomainSharingConfiguration parse(String content) throws Exception {
        return DomainSharingConfiguration.from(load("<domainsharing>" + content + "</domainsharing>"), HOST_NAME);
    }

    /** As James's FileConfigurationProvider reads a file. */
    static HierarchicalConfiguration<ImmutableNode> load(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        configuration.setListDelimiterHandler(new DisabledListDelimiterHandler());
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }
}
