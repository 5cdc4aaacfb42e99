"""What DCAT-AP-NL 3.0 requires, as shapes of our own: its official files are not kept here.

After docs.geostandaarden.nl/dcat/dcat-ap-nl30, with what DCAT-AP 3.0 requires beneath it.
"""

DCAT_AP_NL = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:shapes:> .

:Described a sh:NodeShape ; sh:property [ sh:path dct:title ; sh:uniqueLang true ;
        sh:languageIn ("nl" "en") ; sh:minCount 2 ] ,
    [ sh:path dct:description ; sh:uniqueLang true ; sh:languageIn ("nl" "en") ; sh:minCount 2 ] .

:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ; sh:node :Described ;
    sh:property [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:node :Contact ] ,
        [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
        [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .

:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:node :Described ;
    sh:property [ sh:path dct:accessRights ; sh:minCount 1 ; sh:in (
            <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ) ] ,
        [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:node :Contact ] ,
        [ sh:path dct:creator ; sh:minCount 1 ; sh:class foaf:Agent ] ,
        [ sh:path dct:identifier ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] ,
        [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
        [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
          sh:pattern "/authority/data-theme/[A-Z]{4}$" ] ,
        [ sh:path dct:language ; sh:nodeKind sh:IRI ; sh:pattern "/authority/language/[A-Z]{3}$" ] ,
        [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dct:spatial ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dct:temporal ; sh:maxCount 1 ; sh:node :Period ] ,
        [ sh:path dcat:keyword ; sh:nodeKind sh:Literal ] ,
        [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .

:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:node :Described ;
    sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:downloadURL ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dct:format ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
        [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
        [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:node :Checksum ] .

:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ;
    sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
        [ sh:path dct:type ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .

:Contact a sh:NodeShape ; sh:class vcard:Kind ;
    sh:property [ sh:path vcard:fn ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
        [ sh:path vcard:hasEmail ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:pattern "^mailto:" ] .

:Period a sh:NodeShape ; sh:class dct:PeriodOfTime ;
    sh:property [ sh:path dcat:startDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
        [ sh:path dcat:endDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .

:Checksum a sh:NodeShape ; sh:class spdx:Checksum ;
    sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] .
"""
