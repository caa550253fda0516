//! Documents, updates and objects as they are written, without a signature.

/// One page with text, a picture that a text field shares, a note, metadata, and content that is not there: what shadow
/// attacks prepare.
pub(crate) const DOCUMENT: &[u8] = b"1 0 obj
<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)>>/Metadata 10 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>/Annots[6 0 R 7 0 R]>>
endobj
4 0 obj
<</Length 44>>
stream
BT /F1 12 Tf 72 720 Td (Tra 100 dong) Tj ET 
endstream
endobj
5 0 obj
<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 9>>
stream
0 0 9 9 f
endstream
endobj
6 0 obj
<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[9 9 99 30]/P 3 0 R/AP<</N 5 0 R>>>>
endobj
7 0 obj
<</Type/Annot/Subtype/Text/Rect[9 40 30 60]/Contents(note)/P 3 0 R>>
endobj
8 0 obj
<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
endobj
9 0 obj
<</Title(t)>>
endobj
10 0 obj
<</Type/Metadata/Subtype/XML/Length 4>>
stream
<x/>
endstream
endobj
trailer /Info 9 0 R/ID[<01><02>]
";

/// Objects 2, 3 and 8 within an object stream.
pub(crate) const OBJECT_STREAM: &[u8] = b"#stream
#in 2 11 0
#in 3 11 1
#in 8 11 2
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
11 0 obj
<</Type/ObjStm/N 3/First 16/Length 120>>
stream
2 0 3 32 8 75   <</Type/Pages/Kids[3 0 R]/Count 1>><</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>   <</Type/Font/Subtype/Type1>> 
endstream
endobj
";

/// Updates of all kinds, permitted and forbidden.
pub(crate) const UPDATES: [&[u8]; 11] = [
    b"4 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream\nendobj\n",
    b"10 0 obj\n<</Type/Metadata/Subtype/XML/Length 4>>\nstream\n<y/>\nendstream\nendobj\n9 0 obj\n<</Title(u)>>\nendobj\n",
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R/DSS 20 0 R>>\nendobj\n20 0 obj\n<</Type/DSS/Certs[21 0 R]/VRI<<>>>>\nendobj\n21 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n",
    b"6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(2)/Rect[9 9 99 30]/P 3 0 R/AP<</N 22 0 R>>>>\nendobj\n22 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nf\nendstream\nendobj\n",
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>/Annots[6 0 R 7 0 R 63 0 R 23 0 R]>>\nendobj\n23 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[1 1 99 99]/Contents(new)/DA(/F1 9 Tf)/P 3 0 R>>\nendobj\n",
    b"3 0 obj\n<</Annots[6 0 R 7 0 R 63 0 R 24 0 R]/Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>>>\nendobj\n24 0 obj\n<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[0 0 0 0]/P 3 0 R>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R 24 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R>>\nendobj\n",
    b"8 0 obj\n<</Type/Font /Subtype/Type1 /BaseFont/Helvetica>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0.0 0 595 842.0]>>\nendobj\n",
    b"#free 7\n",
    b"#stream\n2 0 obj\n<</Type/Pages/Kids[3 0 R 25 0 R]/Count 2/MediaBox[0 0 595 842]>>\nendobj\n25 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n",
    b"5 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 9>>\nstream\n1 1 8 8 f\nendstream\nendobj\n6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(2)/Rect[9 9 99 30]/P 3 0 R/AP<</N 5 0 R>>>>\nendobj\n",
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R/DSS 20 0 R>>\nendobj\n20 0 obj\n<</Type/DSS/Certs[30 0 R]>>\nendobj\n30 0 obj\n<</Length 16>>\nstream\n0 0 500 500 re f\nendstream\nendobj\n",
];

/// Bodies of objects.
pub(crate) const OBJECTS: [&[u8]; 8] = [
    b"<</A 1/B -2.50/C[true false null 3 0 R]/D(a\\(b\\)\\n\\053)/E<48 65 6>/F/G#20h>>",
    b"[+.5 -0 007 1e 4.0000000001 9223372036854775807]",
    b"<</Length 5>>\nstream\nhello\nendstream",
    b"<</Length 13/Filter/ASCIIHexDecode>>\nstream\n48656c6c6f 0>\nendstream",
    b"<</Length 12/Filter[/ASCII85Decode]>>\nstream\n87cURD]i,\"~>\nendstream",
    b"<</Length 13/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>>>\nstream\nx\x9cc`\x00\x00\x00\x02\x00\x01\x00\x00\nendstream",
    b"q 1 0 0 1 72 720 cm /F1 12 Tf (text) Tj [(a) -20 (b)] TJ /X1 Do BI ID EI Q",
    b"%comment\n(nested (parentheses) and \\\r\n lines)",
];
