/**
 * What Word puts on the clipboard as HTML, in its own manner: office namespaces, conditional comments, `mso-` styles,
 * `MsoNormal` classes, empty `o:p`, and bookmarks as links without an address. Lists come in both of its forms: as lists
 * (Outlook and Word on the web), and as paragraphs with the bullet as text (Word itself).
 */
export const FROM_WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/amara/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-unhide:no; margin-bottom:8.0pt; font-family:"Calibri",sans-serif;} @list l0:level1 {mso-level-number-format:bullet;} --></style>
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:"Table Normal";}</style><![endif]-->
</head><body lang=EN-GB link="#0563C1" style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
<h2 style='mso-list:none'><a name="_Toc1"></a><span style='mso-fareast-font-family:"Times New Roman"'>Before the panel<o:p></o:p></span></h2>
<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=EN-US style='font-size:12.0pt;mso-bidi-font-size:11.0pt'>Send the <b style='mso-bidi-font-weight:normal'>review form</b> at least <i style='mso-bidi-font-style:normal'>ten</i> days before, see <a href="https://www.gov.uk/kinship"><span style='color:#0563C1'>the guidance</span></a>.<o:p></o:p></span></p>
<ul style='margin-top:0cm' type=disc>
 <li class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-ansi-language:EN-US'>School letter<o:p></o:p></span></li>
 <li class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>Bank statement, <b>two months</b><o:p></o:p></li>
</ul>
<ol style='margin-top:0cm' start=1 type=1>
 <li class=MsoNormal style='mso-list:l1 level1 lfo2'>Ask the carer<o:p></o:p></li>
 <li class=MsoNormal style='mso-list:l1 level1 lfo2'>Ask finance<o:p></o:p></li>
</ol>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l2 level1 lfo3'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Forms<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l2 level2 lfo3'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>For <b>carers</b><o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l2 level1 lfo3'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Letters<o:p></o:p></p>
<p class=MsoNormal>In order:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l3 level1 lfo4'><![if !supportLists]><span style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Ring<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l3 level1 lfo4'><![if !supportLists]><span style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Write<o:p></o:p></p>
<!--EndFragment-->
</body></html>`;
