<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The POM of a room as the library that others use: what James provides inside James comes along, Netty without known faults. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://maven.apache.org/POM/4.0.0" xmlns:m="http://maven.apache.org/POM/4.0.0" exclude-result-prefixes="m">
    <xsl:param name="netty.version" />
    <xsl:output method="xml" encoding="UTF-8" />

    <xsl:template match="@*|node()">
        <xsl:copy>
            <xsl:apply-templates select="@*|node()" />
        </xsl:copy>
    </xsl:template>

    <xsl:template match="m:dependency/m:scope/text()[. = 'provided']">compile</xsl:template>

    <xsl:template match="m:dependency[m:groupId = 'io.netty']/m:version/text()">
        <xsl:value-of select="$netty.version" />
    </xsl:template>

    <!-- The command and the annotations: whoever only asks and answers needs neither. -->
    <xsl:template match="m:dependency[m:artifactId = 'picocli' or m:artifactId = 'jspecify']/m:scope">
        <scope>compile</scope>
        <optional>true</optional>
    </xsl:template>
</xsl:stylesheet>
